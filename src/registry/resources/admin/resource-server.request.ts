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
import { Conforms, describedRule, displayText, Omissible, TakesBack } from '#platform/http';
import { PageRequest, Searched, SortedBy } from '#platform/lists';
import { absoluteUriError } from '#protocol';
import {
  ACCESS_TOKEN_FORMATS,
  type AccessTokenFormat,
  DEFAULT_ACCESS_TOKEN_LIFETIME,
} from '../resource-server.js';
import { ResourceServerResponse } from './resource-server.response.js';
import { ScopeRequest } from './scope.request.js';

/** Limit: characters of the identifier of an API. */
const MAX_IDENTIFIER_LENGTH = 512;
/** Limit: scopes of an API. */
const MAX_SCOPES = 100;

const identifier = describedRule({ format: 'uri', maxLength: MAX_IDENTIFIER_LENGTH }, (uri) =>
  uri.length <= MAX_IDENTIFIER_LENGTH
    ? absoluteUriError(uri)
    : `The URI must not be longer than ${String(MAX_IDENTIFIER_LENGTH)} characters.`,
);

const name = displayText(200);

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
  })
  @Conforms(identifier)
  identifier: string;

  @ApiProperty({ example: 'Photo library' })
  @Conforms(name)
  name: string;
}

/** What an admin may change about it. */
@TakesBack(ResourceServerResponse)
export class UpdateResourceServerRequest extends ResourceServerSettings {
  @ApiPropertyOptional({ example: 'Photo library' })
  @Omissible()
  @Conforms(name)
  name?: string;
}

export class ListResourceServersRequest extends PageRequest {
  @SortedBy('id', 'identifier', 'name')
  sort?: string;

  @Searched('Only those whose name or identifier has this in it, in any case.')
  q?: string;
}
