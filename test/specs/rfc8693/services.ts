import type { Answer } from '../../support/answer.js';
import { tokensOf, type Tokens } from '../../support/authorization.js';
import type { Query } from '../../support/browser.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import type { LocalWorld, RegisteredUser } from '../../support/world.js';

export const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
export const TYPE = {
  access: 'urn:ietf:params:oauth:token-type:access_token',
  refresh: 'urn:ietf:params:oauth:token-type:refresh_token',
  id: 'urn:ietf:params:oauth:token-type:id_token',
} as const;

export const BILLING = 'https://billing.example';
export const LEDGER = 'https://ledger.example';
export const VAULT = 'https://vault.example';
export const SCOPES = 'invoices:write entries:read entries:write';

/** Three APIs, of which two call the next one in the name of their callers. */
export async function registerApis(world: LocalWorld): Promise<void> {
  await world.registerResourceServer({ identifier: BILLING, scopes: ['invoices:write'] });
  const entries = ['entries:read', 'entries:write'];
  await world.registerResourceServer({ identifier: LEDGER, scopes: entries });
  const opaque = { access_token_format: 'opaque', access_token_lifetime: 300 };
  await world.registerResourceServer({ identifier: VAULT, scopes: ['secrets:read'], ...opaque });
}

/** The service behind {@link BILLING}; its policy allows delegation at the ledger. */
export const registerBilling = (world: LocalWorld, metadata: Record<string, unknown> = {}) =>
  world.registerClient({
    redirect_uris: [],
    grant_types: [EXCHANGE, 'client_credentials'],
    scope: SCOPES,
    resource_server: BILLING,
    token_exchange: { audiences: [LEDGER, VAULT], delegation: true },
    ...metadata,
  });

/** A service that speaks for itself. */
export const registerOrders = (world: LocalWorld, metadata: Record<string, unknown> = {}) =>
  world.registerClient({
    redirect_uris: [],
    grant_types: ['client_credentials'],
    scope: SCOPES,
    ...metadata,
  });

/** An application in which people sign in, and a token of one of them. */
export async function signedIn(
  world: LocalWorld,
  { scope = `openid ${SCOPES}`, metadata = {} }: SignIn = {},
): Promise<{ app: RegisteredClient; user: RegisteredUser; tokens: Tokens }> {
  const app = await world.registerClient({ scope, ...metadata });
  const user = await world.createUser();
  return { app, user, tokens: await world.tokens({ client: app, user, scope }) };
}

interface SignIn {
  readonly scope?: string;
  readonly metadata?: Record<string, unknown>;
}

export type Changes = Query;

/** Asks for an exchange of an access token; `changes` adds, replaces and takes away parameters. */
export const askFor = (
  world: LocalWorld,
  client: RegisteredClient,
  subject_token: string,
  changes: Changes = {},
): Promise<Answer> =>
  world.token(client, {
    ...{ grant_type: EXCHANGE, subject_token, subject_token_type: TYPE.access },
    ...changes,
  });

export const exchanged = async (...asked: Parameters<typeof askFor>): Promise<Tokens> =>
  tokensOf(await askFor(...asked));
