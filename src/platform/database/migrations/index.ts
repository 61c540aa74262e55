import { Platform1795900000000 } from './1795900000000-platform.js';
import { Registry1795900000001, REGISTRY_TABLES } from './1795900000001-registry.js';
import { People1795900000002, PEOPLE_TABLES } from './1795900000002-people.js';
import { Tokens1795900000003, TOKENS_TABLES } from './1795900000003-tokens.js';
import {
  SECOND_FACTOR_TABLES,
  SecondFactors1795900000010,
} from './1795900000010-second-factors.js';
import { LINK_TABLES, Links1795900000017 } from './1795900000017-links.js';
import { PASSKEY_TABLES, Passkeys1795900000019 } from './1795900000019-passkeys.js';
import { ErrorsByGrant1795900000030 } from './1795900000030-errors-by-grant.js';
import { EndedAtOnce1795900000040 } from './1795900000040-ended-at-once.js';
import { DeletedPeople1795900000041 } from './1795900000041-deleted-people.js';
import { IdempotencyKeys1795900000042 } from './1795900000042-idempotency-keys.js';
import { SessionsByPlace1795900000043 } from './1795900000043-sessions-by-place.js';
import {
  SearchTerms1795900000044,
  TERM_TABLES,
  USER_TERM_TABLES,
} from './1795900000044-search-terms.js';
import {
  IDENTITY_TABLES,
  IdentityProviders1795900000045,
} from './1795900000045-identity-providers.js';
import { Floors1795900000050 } from './1795900000050-floors.js';
import { SessionLimits1795900000051 } from './1795900000051-session-limits.js';
import { TRUSTED_TABLES, TrustedBrowsers1795900000052 } from './1795900000052-trusted-browsers.js';
import { AdminRoles1795900000070 } from './1795900000070-admin-roles.js';
import { Chain1795900000080 } from './1795900000080-chain.js';
import { Webhooks1795900000081 } from './1795900000081-webhooks.js';
import { SignUp1795900000090 } from './1795900000090-sign-up.js';

import { type Dependent, dependentsIn } from './columns.js';

const OF_PEOPLE = [
  ...PEOPLE_TABLES,
  ...SECOND_FACTOR_TABLES,
  ...LINK_TABLES,
  ...PASSKEY_TABLES,
  ...IDENTITY_TABLES,
  ...TRUSTED_TABLES,
  ...USER_TERM_TABLES,
];

/** The tables whose rows belong to a client, those that refer to others first. */
export const DEPENDENTS_OF_CLIENTS: readonly Dependent[] = dependentsIn(
  [...REGISTRY_TABLES, ...TERM_TABLES, ...PEOPLE_TABLES, ...TOKENS_TABLES],
  'client_id',
).toReversed();

/** The same for a person. */
export const DEPENDENTS_OF_USERS: readonly Dependent[] = dependentsIn(
  [...OF_PEOPLE, ...TOKENS_TABLES],
  'user_id',
).toReversed();

/** In the order in which they run. A released migration never changes; a new one is added. */
export const migrations = [
  Platform1795900000000,
  Registry1795900000001,
  People1795900000002,
  Tokens1795900000003,
  SecondFactors1795900000010,
  Links1795900000017,
  Passkeys1795900000019,
  ErrorsByGrant1795900000030,
  EndedAtOnce1795900000040,
  DeletedPeople1795900000041,
  IdempotencyKeys1795900000042,
  SessionsByPlace1795900000043,
  SearchTerms1795900000044,
  IdentityProviders1795900000045,
  Floors1795900000050,
  SessionLimits1795900000051,
  TrustedBrowsers1795900000052,
  AdminRoles1795900000070,
  Chain1795900000080,
  Webhooks1795900000081,
  SignUp1795900000090,
] as const;
