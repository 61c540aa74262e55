import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type Client, ClientMetadataRequest, registrableMembers } from '#registry/clients';
import type { Registered } from '#registry/clients/registration';

/** The client information response (RFC 7591 §3.2.1, RFC 7592 §3). */
export class RegistrationResponse extends ClientMetadataRequest {
  @ApiProperty({ example: 'mB3v0pJ8Qq2kYx1tW9rZaA' })
  client_id: string;

  @ApiPropertyOptional({ description: 'Only in the answer that creates it. Keep it.' })
  client_secret?: string;

  @ApiPropertyOptional({ type: 'integer', example: 0, description: '0: it does not expire.' })
  client_secret_expires_at?: number;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  client_id_issued_at: number;

  @ApiProperty({ description: 'Opens registration_client_uri. Keep it: it is not shown again.' })
  registration_access_token: string;

  @ApiProperty({ format: 'uri', description: 'Where the client reads and changes all of this.' })
  registration_client_uri: string;

  @ApiProperty({ description: 'Whether the code flow needs PKCE. Decided for the client.' })
  require_pkce: boolean;

  @ApiProperty({
    description: 'Whether the audience of client assertions may also be the token endpoint.',
  })
  legacy_assertion_audience: boolean;
}

/** @param uri where the client is managed */
export function toRegistrationResponse(
  { client, secret, accessToken }: Registered,
  uri: string,
): RegistrationResponse {
  return {
    client_id: client.id,
    ...(secret === undefined ? {} : { client_secret: secret, client_secret_expires_at: 0 }),
    client_id_issued_at: client.createdAt,
    registration_access_token: accessToken,
    registration_client_uri: uri,
    ...registered(client),
    require_pkce: client.requiresPkce,
    legacy_assertion_audience: client.metadata.legacy_assertion_audience,
  };
}

/** All that the client could have said itself; not what admins note about it (attack H03). */
function registered({ metadata }: Client): Partial<ClientMetadataRequest> {
  const own = Object.entries(metadata).filter(([name]) => registrableMembers.has(name));
  return Object.fromEntries(own);
}
