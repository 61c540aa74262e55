import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { ExternalId, ExternalIdFilter } from '#platform/changes';
import { Conforms, describedRule, displayText, Omissible, TakesBack } from '#platform/http';
import { PageRequest, Searched, SortedBy } from '#platform/lists';
import { resourceIdentifierError, SEVERAL_FACTORS } from '#protocol';
import { ApiClaimRequest, MAX_CUSTOM_CLAIMS } from '#registry/claims';
import { MAX_ACR } from '#registry/authentication';
import {
  ACCESS_TOKEN_ALGORITHMS,
  ACCESS_TOKEN_CLAIMS,
  ACCESS_TOKEN_FORMATS,
  ACCESS_TOKEN_TYPES,
  type AccessTokenAlgorithm,
  type AccessTokenClaim,
  type AccessTokenFormat,
  type AccessTokenType,
  DEFAULT_ACCESS_TOKEN_LIFETIME,
  OPEN_TO,
  type OpenTo,
} from '../resource-server.js';
import { ResourceServerResponse } from './resource-server.response.js';
import { ScopeRequest } from './scope.request.js';

/** Limit: characters of the identifier of an API. */
const MAX_IDENTIFIER_LENGTH = 512;
/** Limit: scopes of an API. */
const MAX_SCOPES = 100;

const identifier = describedRule({ maxLength: MAX_IDENTIFIER_LENGTH }, (uri) =>
  uri.length <= MAX_IDENTIFIER_LENGTH
    ? resourceIdentifierError(uri)
    : `The URI must not be longer than ${String(MAX_IDENTIFIER_LENGTH)} characters.`,
);

const name = displayText(200);

/** What may be left out both times. */
export class ResourceServerSettings {
  @ApiPropertyOptional({
    type: [ScopeRequest],
    description:
      'All of its scopes. Where several resource servers have one of the same name, clients say by resource which they mean.',
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
    enum: OPEN_TO,
    description:
      'Who may have tokens for it. scope: clients that are registered for one of its scopes. registered: besides, every client that an admin registered, for the API as a whole; so by default where it has no scopes. anybody: besides, clients that registered themselves, for its scopes too, as they come to an MCP server.',
  })
  @Omissible()
  @IsIn(OPEN_TO)
  open_to?: OpenTo;

  @ApiPropertyOptional({
    enum: ACCESS_TOKEN_FORMATS,
    default: 'jwt',
    description: 'A jwt can be validated anywhere (RFC 9068); an opaque token only at /introspect.',
  })
  @Omissible()
  @IsIn(ACCESS_TOKEN_FORMATS)
  access_token_format?: AccessTokenFormat;

  @ApiPropertyOptional({
    enum: ACCESS_TOKEN_ALGORITHMS,
    default: 'ES256',
    description:
      'What its JWTs are signed with. RS256 is what every validator has to know (RFC 9068 §2.1); signing with it takes the server some forty times as long.',
  })
  @Omissible()
  @IsIn(ACCESS_TOKEN_ALGORITHMS)
  access_token_signing_alg?: AccessTokenAlgorithm;

  @ApiPropertyOptional({
    enum: ACCESS_TOKEN_TYPES,
    default: 'at+jwt',
    description:
      'The typ of its JWTs. JWT is for validators that know no other; they cannot tell an access token from an ID token by it, and have to look at aud (RFC 9068 §4, RFC 8725 §3.11).',
  })
  @Omissible()
  @IsIn(ACCESS_TOKEN_TYPES)
  access_token_type_header?: AccessTokenType;

  @ApiPropertyOptional({
    default: DEFAULT_ACCESS_TOKEN_LIFETIME,
    type: 'integer',
    description:
      'Seconds. One that is given is the longest for every client; otherwise a client may have its own.',
  })
  @Omissible()
  @Max(3600)
  @Min(60)
  @IsInt()
  access_token_lifetime?: number;

  @ApiPropertyOptional({
    enum: ACCESS_TOKEN_CLAIMS,
    isArray: true,
    default: [],
    description:
      'What its tokens tell of the person, where the scope of the same name was granted and they are for this API alone. Clients can read them.',
  })
  @Omissible()
  @ArrayUnique()
  @IsIn(ACCESS_TOKEN_CLAIMS, { each: true })
  @IsArray()
  access_token_claims?: AccessTokenClaim[];

  @ApiPropertyOptional({
    type: [ApiClaimRequest],
    maxItems: MAX_CUSTOM_CLAIMS,
    description:
      'What its tokens, and the answers of /introspect about them, tell under names that the program behind it knows. Clients can read its JWTs.',
  })
  @Type(() => ApiClaimRequest)
  @Omissible()
  // The lowest one is checked first.
  @ValidateNested({ each: true })
  @IsObject({ each: true })
  @IsArray()
  claims?: ApiClaimRequest[];

  @ApiPropertyOptional({
    maxLength: MAX_ACR,
    example: SEVERAL_FACTORS,
    description:
      'The weakest authentication context with which people sign in for its tokens, by one of its names. Who cannot reach it yet sets up what it takes. Any when absent.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_ACR)
  require_acr?: string | null;

  @ExternalId()
  external_id?: string | null;
}

/** A resource server as an admin registers it. */
export class CreateResourceServerRequest extends ResourceServerSettings {
  @ApiProperty({
    example: 'https://photos.example.com',
    description:
      'An absolute URI (RFC 8707 §2), compared as RFC 3986 §6.2 says; or a plain name, for programs that cannot have another. It never changes.',
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

  @ExternalIdFilter()
  external_id?: string;
}
