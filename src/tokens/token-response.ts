import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** A successful answer of the token endpoint (RFC 6749 §5.1; OIDC Core §3.1.3.3). */
export class TokenResponse {
  @ApiProperty({ description: 'A JWT (RFC 9068) or an opaque token, as the API registered.' })
  access_token: string;

  @ApiProperty({ enum: ['Bearer'] })
  token_type: 'Bearer';

  @ApiProperty({ type: 'integer', example: 600, description: 'Seconds.' })
  expires_in: number;

  @ApiProperty({ example: 'openid photos:read', description: 'What was granted.' })
  scope: string;

  @ApiPropertyOptional({
    example: 'urn:ietf:params:oauth:token-type:access_token',
    description: 'What came of a token exchange (RFC 8693 §2.2.1).',
  })
  issued_token_type?: string;

  @ApiPropertyOptional({ description: 'Valid once; the answer to its use contains the next.' })
  refresh_token?: string;

  @ApiPropertyOptional({ description: 'Who signed in, as a signed JWT.' })
  id_token?: string;

  @ApiPropertyOptional({
    description: 'The sid of the session, for clients with a backchannel_logout_uri.',
  })
  session_state?: string;
}

/** What an answer says of an access token (RFC 6749 §4.2.2, §5.1). */
export type AccessTokenResponse = Pick<
  TokenResponse,
  'access_token' | 'token_type' | 'expires_in' | 'scope'
>;
