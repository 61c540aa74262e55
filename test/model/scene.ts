import type { RegisteredClient } from '../support/registered-client.js';
import type { LocalWorld } from '../support/world.js';
import { LifeCycle, type Client, type User, type Visitor } from './life-cycle.js';

const APIS = [
  { scope: 'diary:read', access_token_format: 'jwt', access_token_lifetime: 600 },
  { scope: 'vault:read', access_token_format: 'opaque', access_token_lifetime: 1800 },
] as const;

/** An API with the client by which it asks about tokens. */
interface Api {
  readonly scope: string;
  readonly access_token_lifetime: number;
  readonly reader: RegisteredClient;
}

/** Registers the APIs, once for all runs. */
export function registerApis(world: LocalWorld): Promise<Api[]> {
  return Promise.all(
    APIS.map(async ({ scope, ...settings }) => {
      const identifier = `https://${scope.replace(':', '.')}.example`;
      await world.registerResourceServer({ identifier, scopes: [scope], ...settings });
      const reader = await world.registerClient({
        ...{ redirect_uris: [], grant_types: ['client_credentials'] },
        resource_server: identifier,
      });
      return { scope, reader, access_token_lifetime: settings.access_token_lifetime };
    }),
  );
}

/** New people with two browsers each, and new clients: one that needs consent, one that does not. */
export async function createLifeCycle(world: LocalWorld, apis: readonly Api[]): Promise<LifeCycle> {
  const clients = await Promise.all(
    apis.map((api, index) => createClient(world, api, index === 0)),
  );
  const users = await Promise.all([createUser(world), createUser(world)]);
  const visitors = users.flatMap((user): Visitor[] => [
    { user, browser: world.browser(), session: undefined },
    { user, browser: world.browser(), session: undefined },
  ]);
  return new LifeCycle(clients, visitors);
}

async function createClient(world: LocalWorld, api: Api, needsConsent: boolean): Promise<Client> {
  const registered = await world.registerClient({
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    scope: `openid offline_access ${api.scope}`,
    first_party: !needsConsent,
  });
  const accessTokenLifetime = api.access_token_lifetime;
  return { registered, api, accessTokenLifetime, needsConsent, disabled: false };
}

async function createUser(world: LocalWorld): Promise<User> {
  const registered = await world.createUser();
  const { password } = registered;
  return { registered, password, credentials: 0, disabled: false, consent: undefined };
}
