import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { Conforms, describedRule, Omissible } from '#platform/http';
import { chosenIdError, LONGEST_CLIENT_ID } from '../metadata/client-id.js';
import { LONGEST_SECRET, SHORTEST_SECRET } from '../secrets/weak-secret.js';
import { AdminClientMetadataRequest } from './admin-client.request.js';

const clientId = describedRule({ minLength: 1, maxLength: LONGEST_CLIENT_ID }, chosenIdError);

/** A client as an admin registers it. */
export class CreateClientRequest extends AdminClientMetadataRequest {
  @ApiPropertyOptional({
    example: 'grafana',
    description:
      'What it is called in requests, for those who have told their applications already: printable ASCII without spaces and colons. Made here when absent.',
  })
  @Omissible()
  @Conforms(clientId)
  client_id?: string;

  @ApiPropertyOptional({
    minLength: SHORTEST_SECRET,
    maxLength: LONGEST_SECRET,
    description:
      'A secret that a random generator made elsewhere; what somebody thought of is refused (weak_secret). Made here when absent.',
  })
  @Omissible()
  @IsString()
  client_secret?: string;
}
