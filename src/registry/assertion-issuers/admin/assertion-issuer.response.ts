import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ShownExternalId } from '#platform/changes';
import { ListResponse, type Page } from '#platform/lists';
import type { JSONWebKeySet } from 'jose';
import {
  type AssertionIssuer,
  SUBJECT_MAPPINGS,
  type SubjectMapping,
} from '../assertion-issuer.js';

/** A registered assertion issuer. */
export class AssertionIssuerResponse {
  @ApiProperty({ example: 'pX0Jv3m2QyqB1t9cE7d4kw', description: 'Names it in this API only.' })
  id: string;

  @ApiProperty({ example: 'https://partner.example.com' })
  issuer: string;

  @ApiProperty({ example: 'Partner portal' })
  name: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, example: { keys: [] } })
  jwks?: JSONWebKeySet;

  @ApiPropertyOptional({ example: 'https://partner.example.com/jwks' })
  jwks_uri?: string;

  @ApiProperty({ enum: SUBJECT_MAPPINGS })
  subject_mapping: SubjectMapping;

  @ApiProperty({ type: [String] })
  client_ids: readonly string[];

  @ApiProperty({ type: [String] })
  scopes: readonly string[];

  @ApiProperty()
  enabled: boolean;

  @ShownExternalId()
  external_id?: string;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  created_at: number;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  updated_at: number;

  constructor(issuer: AssertionIssuer) {
    this.id = issuer.id;
    this.issuer = issuer.issuer;
    this.name = issuer.name;
    if (issuer.jwks !== undefined) this.jwks = issuer.jwks;
    if (issuer.jwks_uri !== undefined) this.jwks_uri = issuer.jwks_uri;
    this.subject_mapping = issuer.subjectMapping;
    this.client_ids = issuer.clientIds;
    this.scopes = issuer.scopes;
    this.enabled = issuer.enabled;
    if (issuer.externalId !== null) this.external_id = issuer.externalId;
    this.created_at = issuer.createdAt;
    this.updated_at = issuer.updatedAt;
  }
}

export class AssertionIssuerListResponse extends ListResponse {
  @ApiProperty({ type: [AssertionIssuerResponse] })
  items: AssertionIssuerResponse[];

  constructor(page: Page<AssertionIssuer>) {
    super(page);
    this.items = page.items.map((item) => new AssertionIssuerResponse(item));
  }
}
