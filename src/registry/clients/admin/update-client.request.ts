import { TakesBack } from '#platform/http';
import { AdminClientMetadataRequest } from './admin-client.request.js';
import { ClientResponse } from './client.response.js';

/** What an admin changes about a client. */
@TakesBack(ClientResponse)
export class UpdateClientRequest extends AdminClientMetadataRequest {}
