import { ApiPropertyOptional } from '@nestjs/swagger';
import {
  IsArray,
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { ExternalId } from '#platform/changes';
import { Omissible } from '#platform/http';
import { LONGEST_REFRESH, LONGEST_TOKEN, MAX_VALUES, SHORTEST_TOKEN } from '../metadata/limits.js';
import { AccessMetadataRequest } from './access-metadata.request.js';

const seconds = (maximum: number) =>
  ({ type: 'integer', minimum: SHORTEST_TOKEN, maximum }) as const;

/**
 * The metadata of a client as an admin sends it: what a client may register about itself, and what only an
 * admin may.
 */
export class AdminClientMetadataRequest extends AccessMetadataRequest {
  @ApiPropertyOptional({
    default: false,
    description:
      "The enterprise's own application: people are not asked for their consent. Needs users:write; with account:write among its scopes, every scope of an admin.",
  })
  @IsOptional()
  @IsBoolean()
  first_party?: boolean;

  @ApiPropertyOptional({
    description:
      'Whether the code flow needs PKCE, which is recommended for everybody: an injected code is then noticed (RFC 9700 §2.1.1). Always true of public clients; by default false of those that authenticate, whose library may know only the nonce of OpenID Connect, which does the same where it compares it. A code_challenge that is sent binds in any case.',
  })
  @IsOptional()
  @IsBoolean()
  require_pkce?: boolean;

  @ApiPropertyOptional({
    type: [String],
    maxItems: MAX_VALUES,
    example: ['capacitor://localhost'],
    description:
      'From where scripts of the client may call /token, /userinfo, /revoke and /par, besides the origins of its redirect URIs. Cookies are never let through.',
  })
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  allowed_cors_origins?: string[];

  @ApiPropertyOptional({
    ...seconds(LONGEST_TOKEN),
    description:
      'How long its access tokens live, in seconds: no longer than an API allows that has a lifetime of its own. A JWT is good to its end, also after the person signed out, where nobody asks.',
  })
  @IsOptional()
  @IsInt()
  @Min(SHORTEST_TOKEN)
  @Max(LONGEST_TOKEN)
  access_token_lifetime?: number;

  @ApiPropertyOptional({
    ...seconds(LONGEST_TOKEN),
    default: 600,
    description: 'How long its ID tokens can be used to sign in, in seconds.',
  })
  @IsOptional()
  @IsInt()
  @Min(SHORTEST_TOKEN)
  @Max(LONGEST_TOKEN)
  id_token_lifetime?: number;

  @ApiPropertyOptional({
    ...seconds(LONGEST_REFRESH),
    description:
      'Seconds after which people sign in again however often tokens are refreshed. 90 days by default, 7 of a public client; never more than longest_lifetime of the settings (refresh-tokens).',
  })
  @IsOptional()
  @IsInt()
  @Min(SHORTEST_TOKEN)
  @Max(LONGEST_REFRESH)
  refresh_token_lifetime?: number;

  @ApiPropertyOptional({
    ...seconds(LONGEST_REFRESH),
    description:
      'Seconds after which a refresh token that is not used expires. 14 days by default, one of a public client; never more than longest_idle of the settings (refresh-tokens).',
  })
  @IsOptional()
  @IsInt()
  @Min(SHORTEST_TOKEN)
  @Max(LONGEST_REFRESH)
  refresh_token_idle?: number;

  @ApiPropertyOptional({
    format: 'uri',
    example: 'https://photos.example.com',
    description: 'The resource server whose tokens this client may introspect.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(512)
  resource_server?: string;

  @ApiPropertyOptional({
    default: false,
    description:
      'True accepts client assertions whose audience is the token endpoint. Another server could then replay them here (RFC 10070).',
  })
  @IsOptional()
  @IsBoolean()
  legacy_assertion_audience?: boolean;

  @ApiPropertyOptional({
    default: false,
    description:
      'True warns people that nobody has checked this application, and asks them for their consent each time. So it is for clients that registered themselves, until an admin who has users:write says false.',
  })
  @IsOptional()
  @IsBoolean()
  unverified?: boolean;

  @ApiPropertyOptional({ default: false, description: 'A disabled client can do nothing.' })
  @Omissible()
  @IsBoolean()
  disabled?: boolean;

  @ExternalId()
  external_id?: string | null;
}
