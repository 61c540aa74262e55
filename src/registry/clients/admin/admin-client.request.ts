import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsString, MaxLength } from 'class-validator';
import { Omissible } from '#platform/http';
import { TokenExchangeMetadataRequest } from './token-exchange-metadata.request.js';

/**
 * The metadata of a client as an admin sends it: what a client may register about itself, and what only an
 * admin may.
 */
export class AdminClientMetadataRequest extends TokenExchangeMetadataRequest {
  @ApiPropertyOptional({
    default: false,
    description:
      "The enterprise's own application: people are not asked for their consent. Needs users:write; with account:write among its scopes, every scope of an admin.",
  })
  @IsOptional()
  @IsBoolean()
  first_party?: boolean;

  @ApiPropertyOptional({
    default: true,
    description:
      'False lets a client that authenticates leave out PKCE. An injected code is then not noticed (RFC 9700 §2.1.1).',
  })
  @IsOptional()
  @IsBoolean()
  require_pkce?: boolean;

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
}
