import { isOidcScope, OIDC_SCOPES, parseScope } from '#protocol';
import type { ClientMetadata } from './metadata/client-metadata.js';
import type { RegistrableGrant } from './metadata/registrable-values.js';
import { sectorOf } from './subject/sector.js';

export interface ClientSecret {
  readonly id: string;
  readonly hash: string;
  /** The value itself, see RecoverableSecrets; only where something is signed with it. */
  readonly sealed: string | undefined;
  readonly label: string;
  /** Its last characters. */
  readonly hint: string;
  readonly createdAt: number;
  readonly expiresAt: number | undefined;
  readonly lastUsedAt: number | undefined;
}

/** What is stored of a client. */
export interface RegisteredClient {
  readonly id: string;
  readonly metadata: ClientMetadata;
  readonly disabled: boolean;
  /** What files and programs of others call it. */
  readonly externalId: string | undefined;
  /** What was given to it under an earlier one has ended. */
  readonly endedVersion: number;
  /** What was given to it in this second or before has ended. */
  readonly endedAt: number | undefined;
  readonly secrets: readonly ClientSecret[];
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Of a client that registered itself: when it is deleted, unless it is used before. */
  readonly expiresAt: number | undefined;
  /** Up to a minute old. */
  readonly lastUsedAt: number | undefined;
}

/** A registered client (RFC 6749 §2), as it is at this moment. Immutable; shared between requests. */
export class Client implements RegisteredClient {
  readonly id: string;
  readonly metadata: ClientMetadata;
  readonly disabled: boolean;
  readonly externalId: string | undefined;
  readonly endedVersion: number;
  readonly endedAt: number | undefined;
  readonly secrets: readonly ClientSecret[];
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly expiresAt: number | undefined;
  readonly lastUsedAt: number | undefined;
  /** Those it is registered for, without what the operator has switched off since. */
  readonly grantTypes: ReadonlySet<string>;
  readonly responseTypes: ReadonlySet<string>;
  /** Every scope the client may ask for. */
  readonly scopes: ReadonlySet<string>;
  /** The scopes that belong to APIs: what the client may hold in its own name. */
  readonly apiScopes: readonly string[];
  /** Where it shares pairwise identifiers with others; undefined for one that gets public ones. */
  readonly sector: string | undefined;

  /** Whether there are tokens in which it speaks for itself. */
  readonly speaksForItself: boolean;

  constructor(registered: RegisteredClient, offered: ReadonlyMap<string, RegistrableGrant>) {
    const { metadata } = registered;
    this.id = registered.id;
    this.metadata = metadata;
    this.disabled = registered.disabled;
    this.externalId = registered.externalId;
    this.endedVersion = registered.endedVersion;
    this.endedAt = registered.endedAt;
    this.secrets = registered.secrets;
    this.version = registered.version;
    this.createdAt = registered.createdAt;
    this.updatedAt = registered.updatedAt;
    this.expiresAt = registered.expiresAt;
    this.lastUsedAt = registered.lastUsedAt;
    this.grantTypes = new Set(metadata.grant_types.filter((type) => offered.has(type)));
    this.speaksForItself = [...this.grantTypes].some(
      (type) => offered.get(type)?.speaksFor === 'client',
    );
    this.responseTypes = new Set(metadata.response_types);
    // A client registered without a scope may use those of OpenID Connect (OIDC Registration §2).
    this.scopes = new Set(metadata.scope ? parseScope(metadata.scope) : OIDC_SCOPES);
    this.apiScopes = [...this.scopes].filter((scope) => !isOidcScope(scope));
    this.sector = metadata.subject_type === 'pairwise' ? sectorOf(metadata) : undefined;
  }

  get name(): string {
    return this.metadata.client_name;
  }

  /** Whether the client cannot keep a secret (RFC 6749 §2.1). */
  get isPublic(): boolean {
    return this.metadata.token_endpoint_auth_method === 'none';
  }

  /** Whether nobody else can receive what is sent to its redirect URI (RFC 8252 §8.6; attack A30). */
  get isImpersonable(): boolean {
    return this.isPublic && this.metadata.application_type === 'native';
  }

  get requiresPkce(): boolean {
    return this.isPublic || this.metadata.require_pkce;
  }
}
