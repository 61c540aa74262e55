import type { MappedMember, ProviderAuthMethod, ProviderEndpoints } from '../identity-provider.js';

/** What providers of one kind, or one well-known provider, are registered as. */
export interface ProviderPreset {
  readonly summary: string;
  readonly name: string;
  /** `{url}` is where it is at home, `{tenant}` whose it is. */
  readonly issuer?: string;
  readonly endpoints?: ProviderEndpoints;
  /** Its home unless the parameter says another. */
  readonly url?: string;
  readonly scopes: readonly string[];
  readonly authMethod?: ProviderAuthMethod;
  readonly subjectClaim?: string;
  readonly claims: Readonly<Partial<Record<MappedMember, string>>>;
  readonly groupsClaim?: string;
}

/** Under the names of OIDC Core §5.1. */
export const STANDARD_CLAIMS = {
  username: 'preferred_username',
  email: 'email',
  email_verified: 'email_verified',
  name: 'name',
  given_name: 'given_name',
  family_name: 'family_name',
  picture: 'picture',
  locale: 'locale',
} as const;

export const STANDARD_SCOPES = ['openid', 'profile', 'email'] as const;

const standard = { scopes: STANDARD_SCOPES, claims: STANDARD_CLAIMS };

/** Every preset; another is a line more. What is said of providers is from their own documentation. */
const PRESETS = presets({
  google: {
    summary: 'Google, and Google Workspace',
    name: 'Google',
    issuer: 'https://accounts.google.com',
    scopes: STANDARD_SCOPES,
    claims: { ...STANDARD_CLAIMS, username: 'email' },
  },
  entra: {
    summary: 'Microsoft Entra ID, one tenant',
    name: 'Microsoft',
    issuer: 'https://login.microsoftonline.com/{tenant}/v2.0',
    scopes: STANDARD_SCOPES,
    // Whoever administers a tenant writes any address there; this says that it was proven.
    claims: { ...STANDARD_CLAIMS, email_verified: 'xms_edov' },
    groupsClaim: 'groups',
  },
  okta: {
    summary: 'Okta, an organisation or one of its authorization servers',
    ...{ name: 'Okta', issuer: '{url}', ...standard, groupsClaim: 'groups' },
  },
  auth0: {
    summary: 'Auth0',
    ...{ name: 'Auth0', issuer: '{url}/', ...standard },
    claims: { ...STANDARD_CLAIMS, username: 'nickname' },
  },
  gitlab: {
    summary: 'GitLab, gitlab.com or another',
    ...{ name: 'GitLab', issuer: '{url}', url: 'https://gitlab.com' },
    ...{ ...standard, groupsClaim: 'groups_direct' },
  },
  keycloak: {
    summary: 'Keycloak, one realm: its url ends with /realms/<name>',
    ...{ name: 'Keycloak', issuer: '{url}', ...standard, groupsClaim: 'groups' },
  },
  gatehouse: {
    summary: 'Another Gatehouse',
    ...{ name: 'Gatehouse', issuer: '{url}', claims: STANDARD_CLAIMS },
    ...{ scopes: [...STANDARD_SCOPES, 'groups'], groupsClaim: 'groups' },
  },
  github: {
    summary: 'GitHub, which has OAuth 2 and no ID tokens',
    name: 'GitHub',
    endpoints: {
      authorization_endpoint: 'https://github.com/login/oauth/authorize',
      token_endpoint: 'https://github.com/login/oauth/access_token',
      userinfo_endpoint: 'https://api.github.com/user',
      emails_endpoint: 'https://api.github.com/user/emails',
    },
    scopes: ['read:user', 'user:email'],
    authMethod: 'client_secret_post',
    // The login can be given up and taken by somebody else.
    subjectClaim: 'id',
    claims: { username: 'login', name: 'name', picture: 'avatar_url', email: 'email' },
  },
});

export type ProviderPresetName = keyof typeof PRESETS;
export const PROVIDER_PRESET_NAMES = Object.keys(PRESETS) as ProviderPresetName[];

/** A preset by its name. */
export function providerPreset(name: ProviderPresetName): ProviderPreset {
  return PRESETS[name];
}

function presets<Name extends string>(table: Readonly<Record<Name, ProviderPreset>>) {
  return table;
}
