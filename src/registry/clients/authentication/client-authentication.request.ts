import { ApiPropertyOptional } from '@nestjs/swagger';

/**
 * The form parameters by which a client authenticates, for documentation: those of RFC 6749 §2.3.1 and RFC
 * 7523 §2.2. Left out altogether by a client that authenticates by header.
 */
export class ClientAuthenticationRequest {
  @ApiPropertyOptional({
    description: 'Who the client is. Not needed where the Authorization header says so.',
  })
  client_id?: string;

  @ApiPropertyOptional({
    format: 'password',
    description: 'For clients registered with client_secret_post.',
  })
  client_secret?: string;

  @ApiPropertyOptional({
    enum: ['urn:ietf:params:oauth:client-assertion-type:jwt-bearer'],
    description: 'For clients registered with private_key_jwt or client_secret_jwt.',
  })
  client_assertion_type?: string;

  @ApiPropertyOptional({
    description:
      'A JWT signed with a key or the secret of the client; its audience is the issuer (RFC 7523 §3).',
  })
  client_assertion?: string;
}
