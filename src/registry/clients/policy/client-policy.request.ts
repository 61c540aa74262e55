import { ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsString,
  MaxLength,
} from 'class-validator';
import {
  type ClientPolicy,
  PRIVATE_SCHEMES,
  type PrivateSchemes,
  SAFE_POLICY,
} from './client-policy.js';

/** The terms of the clients that register with an initial access token. */
export class ClientPolicyRequest implements ClientPolicy {
  @ApiPropertyOptional({
    type: [String],
    default: SAFE_POLICY.grant_types,
    description: 'The grant types that the clients may register.',
  })
  @ArrayUnique()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @IsArray()
  grant_types: readonly string[] = SAFE_POLICY.grant_types;

  @ApiPropertyOptional({
    type: String,
    default: SAFE_POLICY.scope,
    example: 'photos:read',
    description: 'The scopes that the clients may register besides those of OpenID Connect.',
  })
  @IsString()
  @MaxLength(4000)
  scope: string = SAFE_POLICY.scope;

  @ApiPropertyOptional({
    enum: PRIVATE_SCHEMES,
    default: SAFE_POLICY.private_schemes,
    description:
      'With any, redirect URIs may have a private-use scheme without a domain name, such as cursor. Another application on the device can have the same (RFC 8252 §8.4).',
  })
  @IsIn(PRIVATE_SCHEMES)
  private_schemes: PrivateSchemes = SAFE_POLICY.private_schemes;

  @ApiPropertyOptional({
    type: Boolean,
    default: SAFE_POLICY.require_pkce,
    description:
      'False lets the clients that authenticate leave out PKCE. An injected code is then not noticed (RFC 9700 §2.1.1).',
  })
  @IsBoolean()
  require_pkce: boolean = SAFE_POLICY.require_pkce;

  @ApiPropertyOptional({
    type: Boolean,
    default: SAFE_POLICY.legacy_assertion_audience,
    description:
      'True accepts client assertions whose audience is the token endpoint. Another server could then replay them here (RFC 10070).',
  })
  @IsBoolean()
  legacy_assertion_audience: boolean = SAFE_POLICY.legacy_assertion_audience;

  @ApiPropertyOptional({
    type: Boolean,
    default: SAFE_POLICY.unverified,
    description:
      'False vouches for the clients: people are not warned of them, and their consent is remembered. An attacker who gets hold of the token can then pass for anybody.',
  })
  @IsBoolean()
  unverified: boolean = SAFE_POLICY.unverified;
}
