import { beforeAll, expect, it } from '@jest/globals';
import type { Tokens } from '../support/authorization.js';
import { clock } from '../support/clock.js';
import { describeMariadb } from '../support/mariadb.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { basic } from '../support/registered-client.js';
import type { RegisteredUser, World } from '../support/world.js';
import { part } from './jws.js';
import { inParallel, send } from './requests.js';
import { startTwoNodes, type TwoNodes } from './two-nodes.js';

describeMariadb('two nodes on one database', () => {
  let cluster: TwoNodes;
  let client: RegisteredClient;
  let user: RegisteredUser;

  const node = (n: number): World => cluster.nodes[n % 2 === 0 ? 0 : 1];

  beforeAll(async () => {
    cluster = await startTwoNodes();
    client = await cluster.first.registerClient();
    user = await cluster.first.createUser();
    // Caches of clients are at most a second old; what follows is about everything else.
    await cluster.second.userinfo('warm');
  }, 60_000);

  const signIn = (): Promise<Tokens> => cluster.first.tokens({ client, user, scope: 'openid' });

  const refresh = (n: number, token = '') => node(n).refresh(client, token);

  async function generations(token: string): Promise<number> {
    const [{ refresh_generation }] = await cluster.first.query(
      'SELECT refresh_generation FROM authorizations WHERE id = ?',
      [part(token, 1)['authorization_id']],
    );
    return refresh_generation as number;
  }

  it('D02 S16 parallel refreshes on both nodes get one and the same successor, twice', async () => {
    for (let round = 0; round < 5; round++) {
      const { access_token, refresh_token } = await signIn();
      const answers = await inParallel(20, (n) => refresh(n, refresh_token));
      const given = answers.filter(({ status }) => status === 200);
      expect(given).toHaveLength(2);
      const successors = new Set(given.map(({ json }) => json.refresh_token as string));
      expect(successors.size).toBe(1);
      expect(await generations(access_token)).toBe(2);
      const [successor] = successors;
      expect((await refresh(round, successor)).status).toBe(200);
      expect(await generations(access_token)).toBe(3);
    }
  });

  it('D01 a token reused on the other node ends the family on both', async () => {
    const { refresh_token: first } = await signIn();
    const second = (await refresh(0, first)).json;
    const third = (await refresh(1, second.refresh_token)).json;
    expect((await refresh(1, first)).json.error).toBe('invalid_grant');
    for (const n of [0, 1]) {
      expect((await refresh(n, third.refresh_token)).json.error).toBe('invalid_grant');
      expect((await node(n).introspect(client, third.access_token)).json).toEqual({
        active: false,
      });
    }
  });

  it('D13 the database compares exactly: no token in another case is found', async () => {
    await cluster.first.registerResourceServer({
      ...{ identifier: 'https://opaque.example', scopes: ['opaque'] },
      access_token_format: 'opaque',
    });
    const service = await cluster.first.registerClient({
      ...{ redirect_uris: [], grant_types: ['client_credentials'], scope: 'opaque' },
    });
    const { access_token } = await cluster.first.clientCredentials(service);
    const swapped = access_token.replace(/[a-z]/gi, (letter) =>
      letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
    );
    const spellings = [swapped, access_token.toLowerCase(), `${access_token} `, ` ${access_token}`];
    for (const token of spellings) {
      expect((await node(1).introspect(service, token)).json).toEqual({ active: false });
    }
    expect((await node(1).introspect(service, access_token)).json.active).toBe(true);
    const { client_id } = service;
    const wrongCase = { ...service, client_id: client_id.toUpperCase() + client_id.toLowerCase() };
    expect((await node(1).introspect(wrongCase, access_token)).status).toBe(401);
    for (const strange of ['😀', 'é', '\u0130', `${client_id} `, '%']) {
      const authorization = basic({ ...service, client_id: strange });
      const answer = await send(node(1), '/introspect', { token: 'x' }, { authorization });
      expect(answer.status).toBe(401);
    }
  });

  it('D08 what ends on one node has ended on the other: the user, the token, the consent', async () => {
    const { access_token, refresh_token = '' } = await signIn();
    const other = await signIn();
    expect((await node(1).introspect(client, access_token)).json.active).toBe(true);
    expect((await cluster.first.revoke(client, refresh_token)).status).toBe(200);
    expect((await node(1).introspect(client, access_token)).json).toEqual({ active: false });
    expect((await refresh(1, refresh_token)).json.error).toBe('invalid_grant');
    expect((await refresh(1, other.refresh_token)).status).toBe(200);
    await cluster.first.admin.patch(`/users/${user.sub}`, { disabled: true });
    expect((await node(1).userinfo(other.access_token)).status).toBe(401);
    expect((await node(1).introspect(client, other.access_token)).json).toEqual({ active: false });
    await cluster.first.admin.patch(`/users/${user.sub}`, { disabled: false });
  });

  it('C18 an expired secret is refused on every node', async () => {
    const rotating = await cluster.first.registerClient();
    expect((await node(1).introspect(rotating, 'x')).status).toBe(200);
    const path = `/clients/${rotating.client_id}/secrets`;
    const expires_previous_at = clock.now() + 60;
    const { client_secret } = await cluster.first.admin.create(path, { expires_previous_at });
    await new Promise((resolve) => setTimeout(resolve, 1100));
    clock.advance(61);
    for (const n of [0, 1]) {
      expect((await node(n).introspect(rotating, 'x')).status).toBe(401);
      const current = { ...rotating, client_secret };
      expect((await node(n).introspect(current, 'x')).status).toBe(200);
    }
  });
});
