import { TakesBack } from '#platform/http';
import { AdminClientMetadataRequest } from './admin-client.request.js';
import { ChangedClientResponse } from './client.response.js';

/** What an admin changes about a client. */
@TakesBack(ChangedClientResponse)
export class UpdateClientRequest extends AdminClientMetadataRequest {}
