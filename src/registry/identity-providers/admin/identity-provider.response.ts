import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ShownExternalId } from '#platform/changes';
import { ListResponse, type Page } from '#platform/lists';
import {
  CLAIM_SYNCS,
  type ClaimSync,
  type IdentityProvider,
  PROVIDER_AUTH_METHODS,
  PROVIDER_KINDS,
  type ProviderAuthMethod,
  type ProviderKind,
  type Provisioning,
  PROVISIONINGS,
} from '../identity-provider.js';

/** Our own addresses, for a provider. */
export interface ProviderAddresses {
  readonly redirectUri: string;
  readonly backchannelLogoutUri: string;
  readonly postLogoutRedirectUri: string;
}

/** A registered identity provider. */
export class IdentityProviderResponse {
  @ApiProperty({ example: 'corp', description: 'Part of the redirect URI. It never changes.' })
  id: string;

  @ApiProperty({ example: 'Example Corp', description: 'What its button says.' })
  name: string;

  @ApiProperty({ enum: PROVIDER_KINDS })
  kind: ProviderKind;

  @ApiPropertyOptional({ example: 'https://login.example.com', description: 'It never changes.' })
  issuer?: string;

  @ApiPropertyOptional({ description: 'Where there is no issuer. It never changes.' })
  authorization_endpoint?: string;

  @ApiPropertyOptional()
  token_endpoint?: string;

  @ApiPropertyOptional()
  userinfo_endpoint?: string;

  @ApiPropertyOptional()
  emails_endpoint?: string;

  @ApiProperty({ example: 'gatehouse', description: 'What it calls us.' })
  client_id: string;

  @ApiProperty({ description: 'Whether there is a secret. It is never shown.' })
  has_secret: boolean;

  @ApiProperty({ enum: PROVIDER_AUTH_METHODS })
  token_endpoint_auth_method: ProviderAuthMethod;

  @ApiProperty({ type: [String] })
  scopes: readonly string[];

  @ApiProperty({ description: 'The claim that is the identifier of a person there.' })
  subject_claim: string;

  @ApiProperty({ type: [String] })
  domains: readonly string[];

  @ApiProperty()
  owns_domains: boolean;

  @ApiProperty({ enum: PROVISIONINGS })
  provisioning: Provisioning;

  @ApiProperty()
  trust_amr: boolean;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  claims: object;

  @ApiProperty({ enum: CLAIM_SYNCS })
  sync: ClaimSync;

  @ApiPropertyOptional()
  groups_claim?: string;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  groups: object;

  @ApiProperty()
  enabled: boolean;

  @ShownExternalId()
  external_id?: string;

  @ApiProperty({ format: 'uri', description: 'To be registered at the provider.' })
  redirect_uri: string;

  @ApiProperty({ format: 'uri', description: 'Where the provider says that somebody signed out.' })
  backchannel_logout_uri: string;

  @ApiProperty({ format: 'uri', description: 'Where people come back to who signed out there.' })
  post_logout_redirect_uri: string;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  created_at: number;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  updated_at: number;

  constructor(provider: IdentityProvider, ours: ProviderAddresses) {
    const { origin } = provider;
    this.id = provider.id;
    this.name = provider.name;
    this.kind = origin.kind;
    if (origin.kind === 'oidc') this.issuer = origin.issuer;
    else Object.assign(this, origin.endpoints);
    this.client_id = provider.clientId;
    this.has_secret = provider.sealedSecret !== undefined;
    this.token_endpoint_auth_method = provider.authMethod;
    this.scopes = provider.scopes;
    this.subject_claim = provider.subjectClaim;
    this.domains = provider.domains;
    this.owns_domains = provider.ownsDomains;
    this.provisioning = provider.provisioning;
    this.trust_amr = provider.trustAmr;
    this.claims = provider.claims;
    this.sync = provider.sync;
    if (provider.groupsClaim !== undefined) this.groups_claim = provider.groupsClaim;
    this.groups = provider.groups;
    this.enabled = provider.enabled;
    if (provider.externalId !== null) this.external_id = provider.externalId;
    this.redirect_uri = ours.redirectUri;
    this.backchannel_logout_uri = ours.backchannelLogoutUri;
    this.post_logout_redirect_uri = ours.postLogoutRedirectUri;
    this.created_at = provider.createdAt;
    this.updated_at = provider.updatedAt;
  }
}

export class IdentityProviderListResponse extends ListResponse {
  @ApiProperty({ type: [IdentityProviderResponse] })
  items: IdentityProviderResponse[];

  constructor(page: Page<IdentityProvider>, items: IdentityProviderResponse[]) {
    super(page);
    this.items = items;
  }
}
