import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { ClientAuthenticationRequest } from '#registry/clients';
import { PARAMETERS } from '#endpoints/authorize';

/** What /authorize takes, and how the client authenticates, for documentation (RFC 9126 §2.1). */
export class PushedAuthorizationRequest extends ClientAuthenticationRequest {}

for (const [name, schema] of Object.entries(PARAMETERS)) {
  if (name === 'client_id') continue;
  const options = { ...schema, required: name === 'response_type' } as ApiPropertyOptions;
  ApiProperty(options)(PushedAuthorizationRequest.prototype, name);
}
