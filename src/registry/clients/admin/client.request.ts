import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { MAX_VALUES, REDIRECT_URIS, WEB_URI } from '../metadata/limits.js';
import {
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import type { JSONWebKeySet } from 'jose';
import { ExternalIdFilter } from '#platform/changes';
import { Conforms, displayText, Omissible, TakesBack } from '#platform/http';
import { Flag, Moment, PageRequest, Searched, SortedBy } from '#platform/lists';
import {
  APPLICATION_TYPES,
  type ApplicationType,
  CLIENT_SIGNING_ALGORITHMS,
  type ClientSigningAlgorithm,
  ONE_FACTOR,
  TOKEN_ENDPOINT_AUTH_METHODS,
  type TokenEndpointAuthMethod,
} from '#protocol';
import type { ClientMetadataInput } from '../metadata/client-metadata.js';
import type { ClientFilter } from '../search/client-terms.js';
import { ClientSecretResponse } from './client-secret.response.js';
import { AuthorizationRequestMetadataRequest } from './authorization-request-metadata.request.js';

/**
 * Client metadata, as an admin or the client itself registers them (RFC 7591 §2). Every member may be left
 * out. What only an admin may decide stands in AdminClientMetadataRequest.
 */
export class ClientMetadataRequest
  extends AuthorizationRequestMetadataRequest
  implements ClientMetadataInput
{
  @ApiPropertyOptional({
    example: 'Photo Printing',
    description: 'Shown to people on the login and consent pages.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  client_name?: string;

  @ApiPropertyOptional({ enum: APPLICATION_TYPES, default: 'web' })
  @IsOptional()
  @IsIn(APPLICATION_TYPES)
  application_type?: ApplicationType;

  @ApiPropertyOptional({
    ...REDIRECT_URIS,
    example: ['https://printing.example.com/callback'],
    description: 'Where people come back to. Compared character by character (RFC 9700 §2.1).',
  })
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  redirect_uris?: string[];

  @ApiPropertyOptional({ maxItems: MAX_VALUES, example: ['authorization_code', 'refresh_token'] })
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  grant_types?: string[];

  @ApiPropertyOptional({ maxItems: MAX_VALUES, example: ['code'] })
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  response_types?: string[];

  @ApiPropertyOptional({ enum: TOKEN_ENDPOINT_AUTH_METHODS, default: 'client_secret_basic' })
  @IsOptional()
  @IsIn(TOKEN_ENDPOINT_AUTH_METHODS)
  token_endpoint_auth_method?: TokenEndpointAuthMethod;

  @ApiPropertyOptional({
    default: false,
    description:
      'True pins the registered method. Otherwise a client with a secret may send it in the header or in the body, whichever of client_secret_basic and client_secret_post it is registered for (RFC 6749 §2.3.1). In the body it is more easily logged.',
  })
  @IsOptional()
  @IsBoolean()
  token_endpoint_auth_method_strict?: boolean;

  @ApiPropertyOptional({
    enum: CLIENT_SIGNING_ALGORITHMS,
    description:
      'The one algorithm for client assertions; when absent, any that fits the method, RS256 among them. FAPI 2.0 takes PS256, ES256 and EdDSA only.',
  })
  @IsOptional()
  @IsIn(CLIENT_SIGNING_ALGORITHMS)
  token_endpoint_auth_signing_alg?: ClientSigningAlgorithm;

  @ApiPropertyOptional({
    example: 'openid profile email photos:read',
    description: 'What the client may ask for; the scopes of OpenID Connect when absent.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(4000)
  scope?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    example: { keys: [] },
    description:
      'The public keys of the client: for what it signs, and what is encrypted for it (RFC 7517 §5).',
  })
  @IsOptional()
  @IsObject()
  jwks?: JSONWebKeySet;

  @ApiPropertyOptional({
    ...WEB_URI,
    example: 'https://printing.example.com/jwks',
    description: 'Where these keys are instead. Read again after 5 minutes, or for an unknown kid.',
  })
  @IsOptional()
  @IsString()
  jwks_uri?: string;

  @ApiPropertyOptional({ ...WEB_URI, example: 'https://printing.example.com' })
  @IsOptional()
  @IsString()
  client_uri?: string;

  @ApiPropertyOptional({ ...WEB_URI, example: 'https://printing.example.com/logo.png' })
  @IsOptional()
  @IsString()
  logo_uri?: string;

  @ApiPropertyOptional({ ...WEB_URI, example: 'https://printing.example.com/privacy' })
  @IsOptional()
  @IsString()
  policy_uri?: string;

  @ApiPropertyOptional({ ...WEB_URI, example: 'https://printing.example.com/terms' })
  @IsOptional()
  @IsString()
  tos_uri?: string;

  @ApiPropertyOptional({ maxItems: MAX_VALUES, example: ['team@printing.example.com'] })
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  @MaxLength(320, { each: true })
  contacts?: string[];

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(200)
  software_id?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(200)
  software_version?: string;

  @ApiPropertyOptional({
    type: 'integer',
    description: 'Seconds after which people sign in again.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  default_max_age?: number;

  @ApiPropertyOptional({ description: 'ID tokens say when people signed in; they always do here.' })
  @IsOptional()
  @IsBoolean()
  require_auth_time?: boolean;

  @ApiPropertyOptional({
    maxItems: MAX_VALUES,
    example: [ONE_FACTOR],
    description: 'How people have to sign in where a request does not say.',
  })
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  default_acr_values?: string[];

  @ApiPropertyOptional({ ...WEB_URI, example: 'https://printing.example.com/login' })
  @IsOptional()
  @IsString()
  initiate_login_uri?: string;
}

/** The largest time that the database holds: whoever sends milliseconds is told so. */
const MAX_TIME = 0xffffffff;

/** Asks for a new secret. */
export class RotateSecretRequest {
  @ApiPropertyOptional({ example: 'Data centre 2', description: 'What you call it.' })
  @Omissible()
  @Conforms(displayText(100))
  label?: string;

  @ApiPropertyOptional({
    example: 1900000000,
    type: 'integer',
    description: 'When it expires, in seconds since the epoch; never when absent.',
  })
  @Omissible()
  @IsInt()
  @Min(0)
  @Max(MAX_TIME)
  expires_at?: number;

  @ApiPropertyOptional({
    example: 1900000000,
    type: 'integer',
    description:
      'Until when the secrets so far stay valid, in seconds since the epoch. A day from now when absent; a time in the past ends them at once.',
  })
  @Omissible()
  @IsInt()
  @Min(0)
  @Max(MAX_TIME)
  expires_previous_at?: number;
}

/** Changes what a secret is called, or when it ends. */
@TakesBack(ClientSecretResponse)
export class ChangeSecretRequest {
  @ApiPropertyOptional({ example: 'Data centre 2', description: 'What you call it.' })
  @Omissible()
  @Conforms(displayText(100))
  label?: string;

  @ApiPropertyOptional({
    example: 1900000000,
    type: 'integer',
    nullable: true,
    description: 'When it expires, in seconds since the epoch; null: never.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_TIME)
  expires_at?: number | null;
}

export class ListSecretsRequest extends PageRequest {
  @SortedBy('created_at', 'id')
  sort?: string;
}

/** Without an example: Swagger UI would send it. */
const Filtered = (description: string) =>
  applyDecorators(
    ApiPropertyOptional({ type: String, description }),
    Omissible(),
    IsString(),
    MaxLength(200),
  );

export class ListClientsRequest extends PageRequest implements ClientFilter {
  @SortedBy('client_id')
  sort?: string;

  @Searched('Only clients with words in their name or their client_id that begin like these.')
  q?: string;

  @Filtered('Only clients that are called back at this host, such as app.example.com.')
  host?: string;

  @Filtered('Only clients registered for this grant type, such as client_credentials.')
  grant_type?: string;

  @Filtered('Only clients registered for this scope, such as photos:read.')
  scope?: string;

  @Filtered('Only clients with this contact, such as team@example.com.')
  contact?: string;

  @Filtered('Only clients that authenticate by this method, such as private_key_jwt.')
  auth_method?: string;

  @Filtered('Only clients with this owner: the sub of a person, or the id of a group.')
  owner?: string;

  @Flag('Only clients that nobody has verified, or only those that are.')
  unverified?: boolean;

  @Flag('Only clients that are disabled, or only those that are not.')
  disabled?: boolean;

  @Moment('Only clients that were neither registered nor used since this time.')
  unused_since?: number;

  @Moment('Only clients with a secret that ends before this time.')
  secret_expires_before?: number;

  @ExternalIdFilter()
  external_id?: string;
}
