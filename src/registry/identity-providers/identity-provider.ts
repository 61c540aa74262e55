/** By which protocol a provider says who somebody is. */
export const PROVIDER_KINDS = ['oidc', 'oauth2'] as const;
export type ProviderKind = (typeof PROVIDER_KINDS)[number];

/** How we say at its token endpoint who we are (RFC 6749 §2.3.1). */
export const PROVIDER_AUTH_METHODS = ['client_secret_basic', 'client_secret_post', 'none'] as const;
export type ProviderAuthMethod = (typeof PROVIDER_AUTH_METHODS)[number];

/** Who gets an account that has none: nobody, who was invited, or everybody. */
export const PROVISIONINGS = ['off', 'invited', 'create'] as const;
export type Provisioning = (typeof PROVISIONINGS)[number];

/** When what a provider tells of a person is taken over: at the first sign-in, or at each. */
export const CLAIM_SYNCS = ['first', 'each'] as const;
export type ClaimSync = (typeof CLAIM_SYNCS)[number];

/** What of a person can be filled in by a provider (OIDC Core §5.1). Never a role. */
export const MAPPED_MEMBERS = [
  'username',
  'email',
  'email_verified',
  'name',
  'given_name',
  'family_name',
  'nickname',
  'picture',
  'website',
  'locale',
  'zoneinfo',
] as const;
export type MappedMember = (typeof MAPPED_MEMBERS)[number];

/** Where people are asked and a code is redeemed; the last two only where there is no ID token. */
export interface ProviderEndpoints {
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly userinfo_endpoint: string;
  /** Answers the person's addresses, each with `email`, `primary` and `verified`. */
  readonly emails_endpoint?: string;
}

/** Whom a provider is, which never changes: what is known by its subjects is known by these. */
export type ProviderOrigin =
  | { readonly kind: 'oidc'; readonly issuer: string }
  | { readonly kind: 'oauth2'; readonly endpoints: ProviderEndpoints };

/** What an admin decides about a provider. */
export interface IdentityProviderValue {
  readonly name: string;
  readonly origin: ProviderOrigin;
  readonly enabled: boolean;
  readonly clientId: string;
  readonly authMethod: ProviderAuthMethod;
  readonly scopes: readonly string[];
  /** The claim that is the person's identifier there. */
  readonly subjectClaim: string;
  /** Domains of mail whose people are at home there, in lower case. */
  readonly domains: readonly string[];
  /** Whether it is the enterprise's own: addresses in its domains are linked without asking. */
  readonly ownsDomains: boolean;
  readonly provisioning: Provisioning;
  /** Whether it is believed how people signed in there. */
  readonly trustAmr: boolean;
  /** What of a person comes from which claim. */
  readonly claims: Readonly<Partial<Record<MappedMember, string>>>;
  readonly sync: ClaimSync;
  /** The claim that holds the person's groups there. */
  readonly groupsClaim?: string | undefined;
  /** Ids of our groups, by the names of theirs. */
  readonly groups: Readonly<Record<string, string>>;
  /** What files and programs of others call it. */
  readonly externalId: string | null;
}

/** Somebody else who signs people in for us: a provider of accounts elsewhere. Immutable. */
export interface IdentityProvider extends IdentityProviderValue {
  /** Chosen, and part of the redirect URI. */
  readonly id: string;
  /** Random, and another after each ending: sessions that keep an earlier one are over. */
  readonly epoch: string;
  /** As it is stored. */
  readonly sealedSecret: string | undefined;
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}
