import { beforeAll, describe, expect, it } from '@jest/globals';
import { LoginForm, signedIn } from '../attacks/login-form.js';
import type { Answer } from '../support/answer.js';
import { isUnavailable } from '../support/chaos/ledger.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startServer, type ServerProcess } from '../support/server-process.js';
import { type RegisteredUser, type World, worldOf } from '../support/world.js';

const USUAL = 8;
const ROUNDS = 4;

const isShed = (answer: Answer) =>
  isUnavailable(answer) || (answer.status === 429 && answer.headers.has('retry-after'));

describe('P13 ten times the usual load, all at once', () => {
  let server: ServerProcess;
  let world: World;
  let client: RegisteredClient;
  let service: RegisteredClient;
  let user: RegisteredUser;

  beforeAll(async () => {
    server = await startServer();
    world = worldOf(server);
    const opaque = { identifier: 'https://ledger.example', access_token_format: 'opaque' };
    await world.registerResourceServer({ ...opaque, scopes: ['ledger:read'] });
    client = await world.registerClient();
    service = await world.registerClient({
      ...{ redirect_uris: [], grant_types: ['client_credentials'], scope: 'ledger:read' },
    });
    user = await world.createUser();
  });

  const token = () => world.token(service, { grant_type: 'client_credentials' });

  async function signIn(): Promise<Answer> {
    const form = await LoginForm.open(world, client);
    return form.try(user.username, user.password);
  }

  /** So many people and services at once, each again as soon as it has its answer. */
  async function load(parallel: number): Promise<{ tokens: Answer[]; logins: Answer[] }> {
    const tokens: Answer[] = [];
    const logins: Answer[] = [];
    const person = async () => {
      for (let round = 0; round < ROUNDS; round++) {
        tokens.push(await token(), await token());
        logins.push(await signIn());
      }
    };
    await Promise.all(Array.from({ length: parallel }, person));
    return { tokens, logins };
  }

  it('P13 is served or refused with 503 or 429, nothing crashes, and then all is as before', async () => {
    const { tokens, logins } = await load(10 * USUAL);
    expect(tokens).toHaveLength(10 * USUAL * ROUNDS * 2);
    expect(tokens.filter(({ status }) => status !== 200)).toEqual([]);
    // They all use one name, of which few may be tried at once.
    const refused = logins.filter((answer) => !signedIn(answer));
    expect(refused.filter((answer) => !isShed(answer)).map((a) => a.summary())).toEqual([]);
    expect(refused.length).toBeLessThan(logins.length);

    user = await world.createUser();
    const after = await load(1);
    expect(after.tokens.every(({ status }) => status === 200)).toBe(true);
    expect(after.logins.every(signedIn)).toBe(true);
    expect(server.logs().match(/^Gatehouse \S+ is ready/gm)).toHaveLength(1);
    expect(server.logs()).not.toMatch(/"status":500|"level":"fatal"|Unhandled/);
  });
});
