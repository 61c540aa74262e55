import { randomBytes } from 'node:crypto';
import { beforeAll, expect, it } from '@jest/globals';
import { Answer } from '../support/answer.js';
import { startApplication } from '../support/application.js';
import type { IssuedCode } from '../support/authorization.js';
import { encode, type Browser, type Query } from '../support/browser.js';
import { describeEachDatabase } from '../support/mariadb.js';
import { pkce } from '../support/pkce.js';
import { basic, type RegisteredClient } from '../support/registered-client.js';
import { LocalWorld, type RegisteredUser } from '../support/world.js';

const PARALLEL = 20;
const SCOPES = ['openid', 'openid offline_access', 'openid opaque:read offline_access'];

describeEachDatabase('B: one code, many token requests at once', (databaseUrl) => {
  let world: LocalWorld;
  /** Where the nodes answer. SQLite has one; MariaDB two, which are called in turn. */
  let nodes: string[];
  let client: RegisteredClient;
  let user: RegisteredUser;
  let browser: Browser;

  beforeAll(async () => {
    const DATABASE_URL = await databaseUrl();
    const SECRET_KEY = randomBytes(32).toString('base64');
    const first = await startApplication({ DATABASE_URL, SECRET_KEY });
    world = new LocalWorld(first);
    nodes = [first.origin];
    if (DATABASE_URL !== undefined) {
      const { issuer: ISSUER, adminPassword: ADMIN_PASSWORD } = first;
      const shared = { DATABASE_URL, SECRET_KEY, ISSUER, ADMIN_PASSWORD };
      nodes.push((await startApplication(shared)).origin);
    }
    const identifier = 'https://opaque.example';
    const format = { access_token_format: 'opaque' };
    await world.registerResourceServer({ identifier, scopes: ['opaque:read'], ...format });
    client = await world.registerClient({ scope: 'openid offline_access opaque:read' });
    user = await world.createUser();
    browser = (await world.authorize({ client, user, scope: SCOPES[2] ?? '' })).browser;
  });

  const issue = (round: number): Promise<IssuedCode> => {
    const scope = SCOPES[round % SCOPES.length] ?? 'openid';
    return world.authorizationCode({ client, user, browser, scope });
  };

  /** The request at one of the nodes, chosen by number. */
  async function redeemAt(node: number, issued: IssuedCode, changes: Query = {}): Promise<Answer> {
    const url = new URL('/token', nodes[node % nodes.length]);
    const { code, redirect_uri, code_verifier } = issued;
    const fields = { grant_type: 'authorization_code', code, redirect_uri, code_verifier };
    const body = encode({ ...fields, ...changes });
    const headers = { authorization: basic(client) };
    return Answer.read(url, await fetch(url, { method: 'POST', headers, body }));
  }

  it('B03 B01 each of the others was a replay: the tokens of the winner are ended', async () => {
    for (let round = 0; round < SCOPES.length; round++) {
      const issued = await issue(round);
      const answers = await Promise.all(
        Array.from({ length: PARALLEL }, (_, node) => redeemAt(node, issued)),
      );
      const won = answers.find(({ status }) => status === 200);
      const { access_token, refresh_token } = won?.json ?? {};
      expect((await world.introspect(client, access_token)).json).toEqual({ active: false });
      const refreshed = await world.refresh(client, refresh_token);
      expect([refreshed.status, refreshed.json.error]).toEqual([400, 'invalid_grant']);
    }
  });

  it('B03 B02 wrong verifiers at the same time cost the winner nothing', async () => {
    for (let round = 0; round < 10; round++) {
      const issued = await issue(round);
      const requests = Array.from({ length: 5 }, (_, node) => {
        const { code_verifier } = node === 2 ? issued : pkce();
        return redeemAt(node, issued, { code_verifier });
      });
      const answers = await Promise.all(requests);
      const won = answers.filter(({ status }) => status === 200);
      expect(won).toHaveLength(1);
      const { access_token } = won[0]?.json ?? {};
      expect((await world.introspect(client, access_token)).json.active).toBe(true);
    }
  });
});
