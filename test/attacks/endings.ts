import type { Answer } from '../support/answer.js';
import { DEVICE_CODE } from '../support/device.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { unique, type World } from '../support/world.js';
import { isGoodHere, signOut, type Subject, withdrawConsent } from './subject.js';

const API = 'https://diary.example';
export const SCOPE = 'openid diary:read';

/** Something after which a person's tokens are good for nothing. */
export interface Ending {
  readonly end: (world: World, subject: Subject) => Promise<unknown>;
  readonly scope?: string;
  readonly roles?: readonly string[];
}

export const patchUser =
  (change: object) =>
  (world: World, { user }: Subject) =>
    succeed(world.admin.patch(`/users/${user.sub}`, change));
export const patchClient =
  (change: object) =>
  (world: World, { client }: Subject) =>
    succeed(world.admin.patch(`/clients/${client.client_id}`, change));

type Who = Pick<Subject, 'client' | 'user'>;

/** A group of a name of its own. */
export const createdGroup = (world: World): Promise<{ readonly id: string }> =>
  world.admin.create('/groups', { name: unique() });

const change =
  (method: string) =>
  async (world: World, { client, user }: Who) => {
    const [id = ''] = client['allowed_groups'] as string[];
    await succeed(world.admin.call(method, `/groups/${id}/members/${user.sub}`));
  };
/** The person joins or leaves the one group that the client lets in. */
export const join = change('PUT');
export const leave = change('DELETE');

/** An ending that did not happen would prove nothing. */
export async function succeed(answer: Promise<Answer>): Promise<void> {
  const got = await answer;
  if (got.status >= 300) throw new Error(got.summary());
}

export const ENDINGS: Readonly<Record<string, Ending>> = {
  'the user was disabled': { end: patchUser({ disabled: true }) },
  'the user was deleted': {
    end: (world, { user }) => succeed(world.admin.delete(`/users/${user.sub}`)),
  },
  'the password was changed': { end: patchUser({ password: 'another horse, another battery' }) },
  'the consent was withdrawn': { end: (_world, subject) => withdrawConsent(subject) },
  'the client was disabled': { end: patchClient({ disabled: true }) },
  'the client was deleted': {
    end: (world, { client }) => succeed(world.admin.delete(`/clients/${client.client_id}`)),
  },
  'the client lost the grant types': {
    end: patchClient({ grant_types: ['client_credentials'], response_types: [] }),
  },
  'the client lost a scope': { end: patchClient({ scope: 'openid offline_access diary:write' }) },
  'the user left the group': { end: (world, subject) => leave(world, subject) },
  'the client was closed to the group': {
    end: async (world, { client }) => {
      const { id } = await createdGroup(world);
      await succeed(world.admin.patch(`/clients/${client.client_id}`, { allowed_groups: [id] }));
    },
  },
  'the session was signed out': { end: (_world, subject) => signOut(subject) },
  'an admin ended the sessions': {
    end: (world, { user }) => succeed(world.admin.delete(`/users/${user.sub}/sessions`)),
  },
  'the person is no admin any more': {
    // A token for the admin API is for nobody else (attack S02).
    ...{ scope: 'openid users:read', roles: ['admin'] },
    end: patchUser({ roles: [] }),
  },
};

/** What the tokens of a subject are good for until then. */
export const goodFor = ({ scope = SCOPE }: Ending) => ({
  api: scope.includes('diary:read'),
  here: true,
});

/** What one of them is good for now. */
export const usesOf = async (world: World, api: RegisteredClient, accessToken: string) => ({
  api: (await world.introspect(api, accessToken)).json.active as boolean,
  here: await isGoodHere(world, accessToken),
});

/** Registers the API that the scopes are of. @returns the client that it asks about tokens as */
export async function registerApi(
  world: World,
  access_token_format: 'jwt' | 'opaque' = 'jwt',
): Promise<RegisteredClient> {
  const scopes = ['diary:read', 'diary:write'];
  await world.registerResourceServer({ identifier: API, scopes, access_token_format });
  return world.registerClient({
    ...{ redirect_uris: [], grant_types: ['client_credentials'] },
    resource_server: API,
  });
}

/** A person with a client of their own, who has not signed in yet. */
export async function subjectOf(
  world: World,
  { scope = SCOPE, roles = [] }: Omit<Ending, 'end'>,
): Promise<Subject> {
  const client = await world.registerClient({
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials', DEVICE_CODE],
    scope: `openid offline_access diary:read users:read`,
    allowed_groups: [(await createdGroup(world)).id],
  });
  const user = await world.createUser({ roles });
  await join(world, { client, user });
  return { client, user, browser: world.browser(), scope };
}
