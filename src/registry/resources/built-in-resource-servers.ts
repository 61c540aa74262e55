import type { Config } from '#platform/config';
import { DEFAULT_ACCESS_TOKEN_LIFETIME, type ResourceServer } from './resource-server.js';

const ADMIN_API: ReadonlyMap<string, string> = new Map([
  ['clients:read', 'See the registered applications'],
  ['clients:write', 'Register, change and delete applications'],
  ['users:read', 'See all users and their profiles'],
  ['users:write', 'Create, change and delete users and set their passwords'],
  ['resource-servers:read', 'See the registered APIs and their scopes'],
  ['resource-servers:write', 'Register, change and delete APIs and their scopes'],
  ['assertion-issuers:read', 'See the issuers whose assertions about users are believed'],
  ['assertion-issuers:write', 'Register, change and delete issuers of assertions about users'],
  ['keys:read', 'See the signing keys'],
  ['keys:write', 'Replace the signing keys'],
]);

const ACCOUNT_API: ReadonlyMap<string, string> = new Map([
  ['account:read', 'See your account: your sessions and what you permitted to applications'],
  ['account:write', 'Change your account: your password, your sessions and your permissions'],
]);

/** The scopes of the admin API. Who holds all of them can do everything. */
export const ADMIN_SCOPES: ReadonlySet<string> = new Set(ADMIN_API.keys());

/** The scopes of the API over a person's own account. */
export const ACCOUNT_SCOPES: ReadonlySet<string> = new Set(ACCOUNT_API.keys());

/** The id of the admin API among the resource servers. */
export const ADMIN_API_ID = 'gatehouse-admin';

/** Gatehouse's own APIs. They are not in the database, so nobody can change or delete them. */
export function builtInResourceServers(config: Config): readonly ResourceServer[] {
  const tokens = {
    accessTokenFormat: 'jwt',
    accessTokenLifetime: DEFAULT_ACCESS_TOKEN_LIFETIME,
    createdAt: 0,
  } as const;
  return [
    {
      id: ADMIN_API_ID,
      identifier: config.url('/admin'),
      name: 'Gatehouse administration',
      ...tokens,
      scopes: ADMIN_API,
    },
    {
      id: 'gatehouse-account',
      identifier: config.url('/account'),
      name: 'Your Gatehouse account',
      ...tokens,
      scopes: ACCOUNT_API,
    },
  ];
}
