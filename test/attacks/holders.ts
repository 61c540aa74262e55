import { randomBytes } from 'node:crypto';
import type { Answer } from '../support/answer.js';
import { tokensOf } from '../support/authorization.js';
import type { Browser } from '../support/browser.js';
import { decide, DEVICE_CODE, poll, startDevice } from '../support/device.js';
import { pushed, visit } from '../support/pushed.js';
import type { RegisteredClient } from '../support/registered-client.js';
import type { RegisteredUser, World } from '../support/world.js';
import { authorizationRequest } from './authorization-request.js';
import { createdGroup, join, succeed } from './endings.js';
import { refreshTokenOf } from './subject.js';

const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

export const HOLDERS = [
  ...['cookie', 'code', 'access token', 'opaque access token', 'token of the client'],
  ...['opaque token of the client', 'refresh token', 'offline refresh token', 'device code'],
  ...['exchanged token', 'exchanged opaque token', 'pushed request', 'client secret'],
] as const;
export type Holder = (typeof HOLDERS)[number];

/** Two APIs of their own, a client and a person who has signed in to it. */
export interface Scene {
  readonly world: World;
  readonly user: RegisteredUser;
  readonly client: RegisteredClient;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Silently asked whether somebody is signed in. */
  readonly probe: RegisteredClient;
  /** Speaks for both APIs in turn, and exchanges what it is sent. */
  readonly apis: readonly RegisteredClient[];
  readonly definitions: readonly ApiDefinition[];
  /** Their ids, as they were registered first. */
  readonly apiIds: readonly string[];
  /** Of the person at the client. */
  readonly roleId: string;
  readonly browser: Browser;
  /** What is asked for with `resource`, where the scope would be ambiguous without. */
  readonly resource: readonly string[] | undefined;
  readonly scope: string;
}

interface ApiDefinition {
  readonly identifier: string;
  readonly scopes: readonly string[];
  readonly access_token_format: 'jwt' | 'opaque';
  readonly [member: string]: unknown;
}

export async function openScene(world: World, power = ''): Promise<Scene> {
  const name = randomBytes(5).toString('hex');
  const definitions = (['jwt', 'opaque'] as const).map((access_token_format) => ({
    identifier: `https://${access_token_format}-${name}.example`,
    scopes: [`${access_token_format}:${name}`],
    access_token_format,
  }));
  const apiIds: string[] = [];
  for (const definition of definitions) {
    apiIds.push((await world.registerResourceServer(definition)).id as string);
  }
  const scopes = definitions.flatMap(({ scopes: own }) => own).join(' ');
  const scope = `openid ${scopes}${power && ` ${power}`}`;
  const metadata = {
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials', DEVICE_CODE],
    response_types: ['code'],
    scope: `${scope} offline_access`,
    allowed_groups: [(await createdGroup(world)).id],
  };
  const user = await world.createUser({ roles: power === '' ? [] : ['admin'] });
  const client = await world.registerClient(metadata);
  await join(world, { client, user });
  const roleId = await roleAt({ world, client, user });
  const apis = definitions.map(({ identifier, scopes: [own = ''] }) =>
    world.registerClient({
      ...{ redirect_uris: [], grant_types: ['client_credentials', EXCHANGE], scope: own },
      resource_server: identifier,
      token_exchange: { audiences: [identifier], impersonation: true },
    }),
  );
  const probe = await world.registerClient({ scope: 'openid', first_party: true });
  const browser = world.browser();
  const asked = {
    world,
    user,
    client,
    metadata,
    probe,
    definitions,
    apiIds,
    roleId,
    browser,
    scope,
  };
  // A token for the admin API is for nobody else: each is asked for apart.
  const identifiers = definitions.map(({ identifier }) => identifier);
  const resource = power === '' ? undefined : [...identifiers, `${world.issuer}/admin`];
  return { ...asked, resource, apis: await Promise.all(apis) };
}

/** Gives the person the role `member` of the client. @returns its id */
export async function roleAt({
  world,
  client: { client_id },
  user,
}: Pick<Scene, 'world' | 'client' | 'user'>): Promise<string> {
  const { id } = await world.admin.create('/roles', { client_id, name: 'member' });
  await succeed(world.admin.call('PUT', `/roles/${id}/users/${user.sub}`));
  return id as string;
}

export type Held = Readonly<Record<Holder, () => Promise<boolean>>>;

const lives = async (answer: Promise<Answer>, status = 200) => (await answer).status === status;

/** Everything that the person and the client can hold, each with whether it is still good. */
export async function holdAll(scene: Scene): Promise<Held> {
  const { world, user, client, browser, scope, resource, probe, apis } = scene;
  const [jwt = '', opaque = ''] = scene.definitions.map(({ identifier }) => identifier);
  const active = async (token: string, by = client) =>
    (await world.introspect(by, token)).json.active === true;
  const parameters = { resource };
  const start = await world.authorizationCode({ client, user, browser, scope, parameters });
  const online = tokensOf(await world.redeem(client, start, { resource: jwt }));
  const name = browser.cookies.names.find((one) => one.endsWith('session')) ?? '';
  const cookie = { name, value: browser.cookies.get(name) ?? '' };
  const lasting = await world.authorizationCode({
    ...{ client, user, browser, scope: `${scope} offline_access`, parameters },
  });
  const offline = tokensOf(await world.redeem(client, lasting, { resource: jwt }));
  const at = async (api: string) =>
    (await world.refresh(client, refreshTokenOf(offline), { resource: api })).json;
  const refreshed = await at(jwt);
  const sealed = (await world.refresh(client, refreshed.refresh_token, { resource: opaque })).json;
  const own = await Promise.all(
    [jwt, opaque].map((api) => world.clientCredentials(client, { resource: api })),
  );
  const exchanged = await Promise.all(
    [refreshed, sealed].map(({ access_token }, index) =>
      exchange(world, apis[index]!, access_token),
    ),
  );
  const devices = await startDevice(world, client, { scope, resource });
  await decide(world, user, devices, 'allow', browser);
  const issued = await world.authorizationCode({ client, user, browser, scope, parameters });
  const request = await pushed(world, client, { scope, resource });
  // By what the client is known now; it may be given another.
  const known = { ...client };
  return {
    cookie: () => isSignedIn(world, probe, cookie),
    code: () => lives(world.redeem(client, issued, { resource: jwt })),
    'access token': () => active(online.access_token),
    'opaque access token': () => active(sealed.access_token),
    'token of the client': () => active(own[0]!.access_token),
    'opaque token of the client': () => active(own[1]!.access_token),
    'refresh token': () => lives(world.refresh(client, refreshTokenOf(online), { resource: jwt })),
    'offline refresh token': () =>
      lives(world.refresh(client, sealed.refresh_token, { resource: jwt })),
    'device code': () => lives(poll(world, client, devices, { resource: jwt })),
    'exchanged token': () => active(exchanged[0]!, apis[0]),
    'exchanged opaque token': () => active(exchanged[1]!, apis[1]),
    'pushed request': () => lives(visit(world.browser(), client, request), 303),
    'client secret': () => lives(world.introspect(known, 'nothing')),
  };
}

export async function exchange(
  world: World,
  client: RegisteredClient,
  subject_token: string,
): Promise<string> {
  const fields = { grant_type: EXCHANGE, subject_token, subject_token_type: ACCESS_TOKEN };
  const answer = await world.token(client, fields);
  if (answer.status !== 200) throw new Error(answer.summary());
  return answer.json.access_token as string;
}

async function isSignedIn(
  world: World,
  client: RegisteredClient,
  cookie: { readonly name: string; readonly value: string },
) {
  const thief = world.browser();
  thief.cookies.set(cookie.name, cookie.value);
  const silent = authorizationRequest(client, { prompt: 'none' });
  return (await thief.get('/authorize', silent)).parameters['code'] !== undefined;
}

/** Which of them are still good. What is tried in vain is not used up. */
export async function living(held: Held): Promise<Holder[]> {
  const good: Holder[] = [];
  for (const holder of HOLDERS) if (await held[holder]()) good.push(holder);
  return good;
}
