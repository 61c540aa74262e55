import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { absoluteUriError, displayTextError, isScopeToken } from '#protocol';
import {
  ACCESS_TOKEN_FORMATS,
  type AccessTokenFormat,
  DEFAULT_ACCESS_TOKEN_LIFETIME,
} from '../resource-server.js';
import { Conforms, Omissible } from './member.decorators.js';

/** Limit: characters of the identifier of an API. */
const MAX_IDENTIFIER_LENGTH = 512;
/** Limit: scopes of an API. */
const MAX_SCOPES = 100;

function identifierError(identifier: string): string | undefined {
  if (identifier.length <= MAX_IDENTIFIER_LENGTH) return absoluteUriError(identifier);
  return `The URI must not be longer than ${String(MAX_IDENTIFIER_LENGTH)} characters.`;
}

function scopeNameError(name: string): string | undefined {
  if (isScopeToken(name)) return undefined;
  return 'A scope is 1 to 100 printable ASCII characters without space, " and \\ (RFC 6749 §3.3).';
}

export class ScopeRequest {
  @ApiProperty({ example: 'photos:read', maxLength: 100 })
  @Conforms(scopeNameError)
  name: string;

  @ApiProperty({
    example: 'See the photos in your library',
    description: 'What the consent page says.',
    maxLength: 500,
  })
  @Conforms((text) => displayTextError(text, 500))
  description: string;
}

/** What may be left out both times. */
class ResourceServerSettings {
  @ApiPropertyOptional({
    type: [ScopeRequest],
    description: 'All of its scopes. No two resource servers have a scope in common.',
  })
  @Type(() => ScopeRequest)
  @Omissible()
  // The lowest one is checked first.
  @ValidateNested({ each: true })
  @ArrayUnique((scope: ScopeRequest) => scope.name, {
    message: 'scopes must not name a scope twice',
  })
  @IsObject({ each: true })
  @ArrayMaxSize(MAX_SCOPES)
  @IsArray()
  scopes?: ScopeRequest[];

  @ApiPropertyOptional({
    enum: ACCESS_TOKEN_FORMATS,
    default: 'jwt',
    description: 'A jwt can be validated anywhere (RFC 9068); an opaque token only at /introspect.',
  })
  @Omissible()
  @IsIn(ACCESS_TOKEN_FORMATS)
  access_token_format?: AccessTokenFormat;

  @ApiPropertyOptional({
    default: DEFAULT_ACCESS_TOKEN_LIFETIME,
    minimum: 60,
    maximum: 3600,
    type: 'integer',
    description: 'Seconds.',
  })
  @Omissible()
  @Max(3600)
  @Min(60)
  @IsInt()
  access_token_lifetime?: number;
}

/** A resource server as an admin registers it. */
export class CreateResourceServerRequest extends ResourceServerSettings {
  @ApiProperty({
    example: 'https://photos.example.com',
    description: 'An absolute URI (RFC 8707 §2). It never changes.',
    maxLength: MAX_IDENTIFIER_LENGTH,
  })
  @Conforms(identifierError)
  identifier: string;

  @ApiProperty({ example: 'Photo library', maxLength: 200 })
  @Conforms((text) => displayTextError(text, 200))
  name: string;
}

/** What an admin may change about it. */
export class UpdateResourceServerRequest extends ResourceServerSettings {
  @ApiPropertyOptional({ example: 'Photo library', maxLength: 200 })
  @Omissible()
  @Conforms((text) => displayTextError(text, 200))
  name?: string;
}

export class ListResourceServersRequest {
  @ApiPropertyOptional({ description: 'Continue behind this id.' })
  @Omissible()
  @Conforms((id) => (id.length <= 32 ? undefined : 'The value is not an id.'))
  after?: string;

  @ApiPropertyOptional({ default: '50', description: 'How many, 1 to 100.' })
  @Omissible()
  @Conforms(() => undefined)
  limit?: string;
}
