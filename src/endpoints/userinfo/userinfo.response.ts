import { ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';

/** OIDC Core §5.1.1. */
export class AddressClaimResponse {
  @ApiPropertyOptional()
  formatted?: string;

  @ApiPropertyOptional()
  street_address?: string;

  @ApiPropertyOptional()
  locality?: string;

  @ApiPropertyOptional()
  region?: string;

  @ApiPropertyOptional()
  postal_code?: string;

  @ApiPropertyOptional()
  country?: string;
}

/** OIDC Core §5.1: `sub` always, the rest by scope and as far as it is known. */
export class UserInfoResponse {
  @ApiProperty({ description: 'The user, by an identifier that never changes or comes again.' })
  sub: string;

  @ApiPropertyOptional()
  name?: string;

  @ApiPropertyOptional()
  given_name?: string;

  @ApiPropertyOptional()
  family_name?: string;

  @ApiPropertyOptional()
  middle_name?: string;

  @ApiPropertyOptional()
  nickname?: string;

  @ApiPropertyOptional()
  preferred_username?: string;

  @ApiPropertyOptional({ format: 'uri' })
  profile?: string;

  @ApiPropertyOptional({ format: 'uri' })
  picture?: string;

  @ApiPropertyOptional({ format: 'uri' })
  website?: string;

  @ApiPropertyOptional()
  gender?: string;

  @ApiPropertyOptional({ example: '1990-12-31' })
  birthdate?: string;

  @ApiPropertyOptional({ example: 'Europe/Berlin' })
  zoneinfo?: string;

  @ApiPropertyOptional({ example: 'en-US' })
  locale?: string;

  @ApiPropertyOptional({ type: 'integer', description: 'Seconds since the epoch.' })
  updated_at?: number;

  @ApiPropertyOptional({ example: 'alice@example.com' })
  email?: string;

  @ApiPropertyOptional()
  email_verified?: boolean;

  @ApiPropertyOptional({ example: '+14255550123' })
  phone_number?: string;

  @ApiPropertyOptional()
  phone_number_verified?: boolean;

  @ApiPropertyOptional()
  address?: AddressClaimResponse;

  @ApiPropertyOptional({ type: [String], description: 'With the scope groups; none: empty.' })
  groups?: string[];

  @ApiPropertyOptional({ type: [String], description: 'With the scope roles; none: empty.' })
  roles?: string[];

  [claim: string]: unknown;
}

/** OIDC Core §5.3.2 */
export const USERINFO = {
  description:
    'As JSON, or as a JWT for a client that registered userinfo_signed_response_alg or userinfo_encrypted_response_alg.',
  content: {
    'application/json': { schema: { $ref: getSchemaPath(UserInfoResponse) } },
    'application/jwt': { schema: { type: 'string', example: 'eyJhbGciOiJSUzI1NiIs...' } },
  },
};
