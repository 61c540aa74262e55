// RFC 7662 §2.2: what introspection says of the person.
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RegisteredClient } from '../../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../../support/world.js';

let world: LocalWorld;
let client: RegisteredClient;
let user: RegisteredUser;

beforeAll(async () => {
  world = await startWorld();
  user = await world.createUser({ name: 'Ada Example', email: 'ada.7662@example.com' });
  const scope = 'openid profile email plain sealed';
  await world.registerResourceServer({ identifier: 'https://plain.example', scopes: ['plain'] });
  await world.registerResourceServer({
    ...{ identifier: 'https://sealed.example', scopes: ['sealed'] },
    access_token_format: 'opaque',
  });
  client = await world.registerClient({
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    scope,
  });
});

const speakingFor = (name: string) =>
  world.registerClient({
    ...{ redirect_uris: [], grant_types: ['client_credentials'] },
    resource_server: `https://${name}.example`,
  });

/** What `by` is told of a token with this scope. */
async function told(
  by: RegisteredClient,
  scope: string,
  of = client,
): Promise<Record<string, unknown>> {
  const { access_token } = await world.tokens({ client: of, user, scope });
  const { status, json } = await world.introspect(by, access_token);
  expect([status, json.active]).toEqual([200, true]);
  return json as Record<string, unknown>;
}

const CLAIMS = ['username', 'preferred_username', 'name', 'email', 'email_verified'];
const ofPerson = (answer: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(answer).filter(([name]) => CLAIMS.includes(name)));

describe('RFC 7662 §2.2', () => {
  it.each(['plain', 'sealed'])(
    '"username OPTIONAL. Human-readable identifier for the resource owner": the API %s is told',
    async (name) => {
      const api = await speakingFor(name);
      expect(ofPerson(await told(api, name))).toEqual({ username: user.username });
    },
  );

  it.each(['plain', 'sealed'])(
    'what the scopes of the token open, the API %s is told',
    async (name) => {
      const api = await speakingFor(name);
      const profile = {
        ...{ username: user.username, preferred_username: user.username, name: 'Ada Example' },
      };
      const email = { email: 'ada.7662@example.com', email_verified: false };
      expect(ofPerson(await told(api, `openid profile ${name}`))).toEqual(profile);
      expect(ofPerson(await told(api, `openid email ${name}`))).toEqual({
        ...{ username: user.username, ...email },
      });
      expect(ofPerson(await told(api, `openid profile email ${name}`))).toEqual({
        ...{ ...profile, ...email },
      });
    },
  );

  it('the client that holds the token hears no more than its scopes open', async () => {
    expect(ofPerson(await told(client, 'openid plain'))).toEqual({});
    expect(ofPerson(await told(client, 'openid profile plain'))).toEqual({
      ...{ username: user.username, preferred_username: user.username, name: 'Ada Example' },
    });
  });

  it('a pairwise subject is not undone by the username', async () => {
    const pairwise = await world.registerClient({
      ...{ subject_type: 'pairwise', scope: 'openid profile plain sealed' },
    });
    for (const name of ['plain', 'sealed']) {
      const answer = await told(await speakingFor(name), `openid ${name}`, pairwise);
      expect(ofPerson(answer)).toEqual({});
      expect(answer['sub']).not.toBe(user.sub);
    }
  });

  it('a token of a service is about nobody', async () => {
    const { access_token } = await world.clientCredentials(client, { scope: 'plain' });
    const { json } = await world.introspect(await speakingFor('plain'), access_token);
    expect([json.active, ofPerson(json as Record<string, unknown>)]).toEqual([true, {}]);
  });
});
