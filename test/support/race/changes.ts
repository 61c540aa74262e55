import { authorizationRequest } from '../../attacks/authorization-request.js';
import * as endings from '../../attacks/endings.js';
import { patchClient, succeed } from '../../attacks/endings.js';
import * as issuers from '../../specs/rfc7523/issuers.js';
import { initialAccessToken, METADATA, sendRegistration } from '../registration.js';
import type { RegisteredClient } from '../registered-client.js';
import { unique, type World } from '../world.js';
import type { Change } from './watch.js';

/** A change, and what a request finds before it and a second after it. */
export interface Expectation {
  readonly before: unknown;
  readonly after: unknown;
  prepare(world: World, api: RegisteredClient): Promise<Change>;
}

/** What ends a person's tokens: here, and at an API that asks about them. */
const tokensEnd = (ending: endings.Ending): Expectation => ({
  before: endings.goodFor(ending),
  after: { api: false, here: false },
  async prepare(world, api) {
    const subject = await endings.subjectOf(world, ending);
    const { access_token } = await world.tokens(subject);
    return {
      make: () => ending.end(world, subject),
      look: () => endings.usesOf(world, api, access_token),
    };
  },
});

const SERVICE = { redirect_uris: [], grant_types: ['client_credentials'], scope: 'diary:read' };

/** What a service is told that asks for a token. */
const serviceIsTold = (
  after: string,
  make: (world: World, client: RegisteredClient) => Promise<unknown>,
): Expectation => ({
  before: 'a token',
  after,
  async prepare(world) {
    const client = await world.registerClient(SERVICE);
    return {
      make: () => make(world, client),
      look: async () => {
        const fields = { grant_type: 'client_credentials', scope: 'diary:read' };
        const answer = await world.token(client, fields);
        return answer.status === 200 ? 'a token' : `${answer.status} ${answer.json.error}`;
      },
    };
  },
});

const scopeOfAnApi: Expectation = {
  before: 200,
  after: 400,
  async prepare(world) {
    const scopes = ['attic:read', 'attic:write'];
    const identifier = 'https://attic.example';
    const { id } = await world.registerResourceServer({ identifier, scopes });
    const client = await world.registerClient({ ...SERVICE, scope: 'attic:read attic:write' });
    const fields = { grant_type: 'client_credentials', scope: 'attic:write' };
    const kept = [{ name: 'attic:read', description: 'Read' }];
    return {
      make: () =>
        succeed(world.admin.patch(`/resource-servers/${id}?force=true`, { scopes: kept })),
      look: async () => (await world.token(client, fields)).status,
    };
  },
};

const redirectUri: Expectation = {
  before: 303,
  after: 400,
  async prepare(world) {
    const client = await world.registerClient();
    const subject = { client, user: await world.createUser(), browser: world.browser(), scope: '' };
    const request = authorizationRequest(client);
    return {
      make: () => patchClient({ redirect_uris: ['https://moved.example/'] })(world, subject),
      look: async () => (await world.browser().get('/authorize', request)).status,
    };
  },
};

const assertionIssuer: Expectation = {
  before: 200,
  after: 400,
  async prepare(world) {
    await issuers.registerApis(world);
    const client = await issuers.registerClient(world);
    const partner = await issuers.registerPartner(world, client);
    const user = await world.createUser();
    return {
      make: () =>
        succeed(world.admin.patch(`/assertion-issuers/${partner.id}`, { enabled: false })),
      look: async () => {
        const assertion = issuers.assertionFor(world, partner, user);
        return (await issuers.present(world, client, assertion)).status;
      },
    };
  },
};

const accessToRegister: Expectation = {
  before: 201,
  after: 401,
  async prepare(world) {
    const token = await initialAccessToken(world, { name: 'Withdrawn' });
    const { json } = await world.admin.get('/initial-access-tokens');
    const { id } = json.items.find(({ name }: { name: string }) => name === 'Withdrawn');
    return {
      make: () => succeed(world.admin.delete(`/initial-access-tokens/${id}`)),
      look: async () => (await sendRegistration(world, { token, body: METADATA })).status,
    };
  },
};

/** What an application is told of somebody, by userinfo. */
const told = (
  before: object,
  after: object,
  make: (world: World, group: string, role: string) => Promise<unknown>,
): Expectation => ({
  before,
  after,
  async prepare(world) {
    const { id } = await world.admin.create('/groups', { name: `told-${unique()}` });
    const client = await world.registerClient({ first_party: true });
    const user = await world.createUser();
    await succeed(world.admin.call('PUT', `/groups/${id}/members/${user.sub}`));
    const { client_id } = client;
    const role = { client_id, name: 'editor', groups: [id] };
    const { id: roleId } = await world.admin.create('/roles', role);
    const scope = 'openid groups roles';
    const { access_token } = await world.tokens({ client, user, scope });
    return {
      make: () => make(world, id, roleId),
      look: async () => {
        const { groups, roles } = (await world.userinfo(access_token)).json;
        return { groups: groups.map((name: string) => name.split('-', 1)[0]), roles };
      },
    };
  },
});

const TOLD = { groups: ['told'], roles: ['editor'] };

/** What one node is told and another has to obey. */
export const changes: Readonly<Record<string, Expectation>> = {
  ...Object.fromEntries(
    Object.entries(endings.ENDINGS).map(([name, ending]) => [name, tokensEnd(ending)]),
  ),
  'the service was disabled': serviceIsTold('401 invalid_client', (world, { client_id }) =>
    succeed(world.admin.patch(`/clients/${client_id}`, { disabled: true })),
  ),
  'the service lost its scope': serviceIsTold('400 invalid_scope', (world, { client_id }) =>
    succeed(world.admin.patch(`/clients/${client_id}`, { scope: 'diary:write' })),
  ),
  'the secret was replaced': serviceIsTold('401 invalid_client', (world, { client_id }) =>
    world.admin.create(`/clients/${client_id}/secrets`, { expires_previous_at: 1 }),
  ),
  'a group got another name': told(TOLD, { ...TOLD, groups: ['other'] }, (world, group) =>
    succeed(world.admin.patch(`/groups/${group}`, { name: `other-${unique()}` })),
  ),
  'a group was deleted': told(TOLD, { groups: [], roles: [] }, (world, group) =>
    succeed(world.admin.delete(`/groups/${group}`)),
  ),
  'a role was taken from a group': told(TOLD, { ...TOLD, roles: [] }, (world, _group, role) =>
    succeed(world.admin.patch(`/roles/${role}`, { groups: [] })),
  ),
  'an API lost a scope': scopeOfAnApi,
  'a redirect URI was taken away': redirectUri,
  'an assertion issuer was disabled': assertionIssuer,
  'an initial access token was withdrawn': accessToRegister,
};
