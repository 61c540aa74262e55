import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ShownExternalId, WarningResponse } from '#platform/changes';
import { ListResponse, type Page } from '#platform/lists';
import {
  ACCESS_TOKEN_ALGORITHMS,
  ACCESS_TOKEN_CLAIMS,
  ACCESS_TOKEN_FORMATS,
  ACCESS_TOKEN_TYPES,
  type AccessTokenAlgorithm,
  type AccessTokenClaim,
  type AccessTokenFormat,
  type AccessTokenType,
  type ChangedResourceServer,
  DEFAULT_ACCESS_TOKEN_LIFETIME,
  OPEN_TO,
  type OpenTo,
  type StoredResourceServer,
} from '../resource-server.js';
import { ApiClaimRequest, type CustomClaim } from '#registry/claims';
import { ScopeRequest } from './scope.request.js';

/** A registered resource server. */
export class ResourceServerResponse {
  @ApiProperty({ example: 'pX0Jv3m2QyqB1t9cE7d4kw', description: 'Names it in this API only.' })
  id: string;

  @ApiProperty({ example: 'https://photos.example.com' })
  identifier: string;

  @ApiProperty({ example: 'Photo library' })
  name: string;

  @ApiProperty({ type: [ScopeRequest] })
  scopes: { name: string; description: string }[];

  @ApiProperty({ enum: OPEN_TO })
  open_to: OpenTo;

  @ApiProperty({ enum: ACCESS_TOKEN_FORMATS })
  access_token_format: AccessTokenFormat;

  @ApiProperty({ enum: ACCESS_TOKEN_ALGORITHMS })
  access_token_signing_alg: AccessTokenAlgorithm;

  @ApiProperty({ enum: ACCESS_TOKEN_TYPES })
  access_token_type_header: AccessTokenType;

  @ApiProperty({ example: 600, type: 'integer', description: 'Seconds.' })
  access_token_lifetime: number;

  @ApiProperty({ enum: ACCESS_TOKEN_CLAIMS, isArray: true })
  access_token_claims: readonly AccessTokenClaim[];

  @ApiProperty({ type: [ApiClaimRequest] })
  claims: readonly CustomClaim[];

  @ApiPropertyOptional({ description: 'Absent where it asks for nothing.' })
  require_acr?: string;

  @ShownExternalId()
  external_id?: string;

  constructor(server: StoredResourceServer) {
    this.id = server.id;
    this.identifier = server.identifier;
    this.name = server.name;
    this.scopes = [...server.scopes].map(([name, description]) => ({ name, description }));
    this.open_to = server.openTo;
    this.access_token_format = server.accessTokenFormat;
    this.access_token_signing_alg = server.accessTokenAlgorithm;
    this.access_token_type_header = server.accessTokenType;
    this.access_token_lifetime = server.accessTokenLifetime ?? DEFAULT_ACCESS_TOKEN_LIFETIME;
    this.access_token_claims = server.accessTokenClaims;
    this.claims = server.claims;
    if (server.requireAcr !== null) this.require_acr = server.requireAcr;
    if (server.externalId !== null) this.external_id = server.externalId;
  }
}

/** One that was registered or changed just now. */
export class ChangedResourceServerResponse extends ResourceServerResponse {
  @ApiProperty({ type: [WarningResponse] })
  warnings: readonly WarningResponse[];

  constructor({ stored, warnings }: ChangedResourceServer) {
    super(stored);
    this.warnings = warnings;
  }
}

/** One that was registered just now, with what its server has to be told. */
export class CreatedResourceServerResponse extends ChangedResourceServerResponse {
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description:
      'What checks its tokens: issuer, keys, audience; and in settings, for a preset, what to write there.',
  })
  configuration: Record<string, unknown>;

  constructor(created: ChangedResourceServer, configuration: Record<string, unknown>) {
    super(created);
    this.configuration = configuration;
  }
}

export class ResourceServerListResponse extends ListResponse {
  @ApiProperty({ type: [ResourceServerResponse] })
  items: ResourceServerResponse[];

  constructor(page: Page<StoredResourceServer>) {
    super(page);
    this.items = page.items.map((item) => new ResourceServerResponse(item));
  }
}
