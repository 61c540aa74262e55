import type { Config } from '#platform/config';
import { textsFor } from '#platform/texts';
import { DEFAULT_ACCESS_TOKEN_LIFETIME, type ResourceServer } from './resource-server.js';

const texts = textsFor().ownApis;
const ADMIN_API: ReadonlyMap<string, string> = new Map(Object.entries(texts.administration.scopes));
const ACCOUNT_API: ReadonlyMap<string, string> = new Map(Object.entries(texts.account.scopes));

/** The scopes of the admin API. Who holds all of them can do everything. */
export const ADMIN_SCOPES: ReadonlySet<string> = new Set(ADMIN_API.keys());

/** The scopes of the API over a person's own account. */
export const ACCOUNT_SCOPES: ReadonlySet<string> = new Set(ACCOUNT_API.keys());

/** The id of the admin API among the resource servers. */
export const ADMIN_API_ID = 'gatehouse-admin';

/** Gatehouse's own APIs. They are not in the database, so nobody can change or delete them. */
export function builtInResourceServers(config: Config): readonly ResourceServer[] {
  const tokens = {
    openTo: 'scope',
    accessTokenFormat: 'jwt',
    accessTokenAlgorithm: 'ES256',
    accessTokenType: 'at+jwt',
    accessTokenLifetime: DEFAULT_ACCESS_TOKEN_LIFETIME,
    accessTokenClaims: [],
    claims: [],
    requireAcr: null,
  } as const;
  return [
    {
      id: ADMIN_API_ID,
      identifier: config.url('/admin'),
      name: texts.administration.name,
      ...tokens,
      scopes: ADMIN_API,
    },
    {
      id: 'gatehouse-account',
      identifier: config.url('/account'),
      name: texts.account.name,
      ...tokens,
      scopes: ACCOUNT_API,
    },
  ];
}
