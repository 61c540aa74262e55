import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/answer.js';
import { clock } from '../support/clock.js';
import type { Query } from '../support/browser.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startOwnWorld, type OwnWorld } from '../support/application.js';
import type { RegisteredUser } from '../support/world.js';
import { comparable } from './requests.js';
import { eventually } from './subject.js';

const OWN = {
  redirect_uris: [],
  grant_types: ['password', 'refresh_token'],
  first_party: true,
} as const;

let world: OwnWorld;
let client: RegisteredClient;
let user: RegisteredUser;

beforeAll(async () => {
  world = await startOwnWorld({ LEGACY_GRANTS: 'password' });
  client = await world.registerClient({ ...OWN });
  user = await world.createUser();
});

const ask = (changes: Query = {}, by = client): Promise<Answer> => {
  const { username, password } = user;
  return world.token(by, {
    ...{ grant_type: 'password', username, password, scope: 'openid' },
    ...changes,
  });
};

const seen = ({ status, json }: Answer) => [status, json.error as unknown];

describe('K16 the password grant, where it is enabled', () => {
  it('K16 a client that did not register it: unauthorized_client', async () => {
    const other = await world.registerClient({ first_party: true });
    expect(seen(await ask({}, other))).toEqual([400, 'unauthorized_client']);
  });

  it('K16 a client that is not first-party, however it came to have the grant', async () => {
    const other = await world.registerClient({ ...OWN });
    expect((await ask({}, other)).status).toBe(200);
    const metadata = JSON.stringify({ ...OWN, ...other, first_party: false });
    await world.query('UPDATE clients SET metadata = ? WHERE client_id = ?', [
      metadata,
      other.client_id,
    ]);
    // Until the node has read it again.
    const refused = await eventually(async () => {
      const answer = await ask({}, other);
      return answer.status === 200 ? undefined : seen(answer);
    });
    expect(refused).toEqual([400, 'unauthorized_client']);
  });

  it('K16 a wrong password, nobody and somebody disabled look alike', async () => {
    const disabled = await world.createUser({ disabled: true });
    const answers = [
      await ask({ password: 'wrong' }),
      await ask({ username: 'nobody-has-this-name' }),
      await ask({ username: disabled.username, password: disabled.password }),
    ];
    const [first, ...others] = answers.map(comparable);
    expect(answers.map(seen)).toEqual(Array(3).fill([400, 'invalid_grant']));
    for (const other of others) expect(other).toEqual(first);
  });

  it('K16 I07 guessing is slowed down as on the login page, the right password from there too', async () => {
    // A moment that does not pass: with time come further attempts.
    clock.advance(0);
    const victim = await world.createUser();
    const guess = (password: string) => ask({ username: victim.username, password });
    const answers: Answer[] = [];
    for (let count = 0; count < 8; count++) answers.push(await guess(`wrong ${String(count)}`));
    const throttled = answers.filter(({ status }) => status === 429);
    expect(throttled.length).toBeGreaterThan(0);
    for (const { json, headers } of throttled) {
      expect(json.error).toBe('invalid_grant');
      expect(json.error_description).toBe(answers[0]?.json.error_description);
      expect(headers.get('retry-after')).toMatch(/^\d+$/);
    }
    expect(seen(await guess(victim.password))).toEqual([429, 'invalid_grant']);
    const browser = world.browser();
    const page = await browser.get('/account');
    const login = await browser.follow(page);
    const { username, password } = victim;
    const refused = await browser.click(login, 'login-submit', { username, password });
    expect(refused.status).toBe(429);
  });

  it('K16 every attempt is in the audit trail, without what was typed', async () => {
    const person = await world.createUser();
    await ask({ username: person.username, password: 'mistyped-secret' });
    await ask({ username: person.username, password: person.password });
    const events = await eventually(async () => {
      const sql = "SELECT * FROM events WHERE user_id = ? AND type LIKE 'login.%' ORDER BY type";
      const rows = await world.query<{ type: string }[]>(sql, [person.sub]);
      return rows.length === 2 ? rows : undefined;
    });
    expect(events.map(({ type }) => type)).toEqual(['login.failed', 'login.succeeded']);
    expect(JSON.stringify(events)).not.toContain('mistyped-secret');
  });

  it('K16 switched off by the operator, it and what came of it are gone', async () => {
    const { refresh_token } = (await ask()).json;
    expect((await world.refresh(client, refresh_token)).status).toBe(200);
    const { dataDir, adminPassword } = world.application;
    const tokens = (await ask()).json;
    await world.application.close();
    const after = await startOwnWorld({ DATA_DIR: dataDir, ADMIN_PASSWORD: adminPassword });
    expect(seen(await after.refresh(client, tokens.refresh_token))).toEqual([400, 'invalid_grant']);
    expect((await after.userinfo(tokens.access_token)).status).toBe(401);
    const { username, password } = user;
    const again = { grant_type: 'password', username, password, scope: 'openid' };
    expect(seen(await after.token(client, again))).toEqual([400, 'unsupported_grant_type']);
    // Such a client can still be switched off.
    const path = `/clients/${client.client_id}`;
    expect((await after.admin.patch(path, { disabled: true })).status).toBe(200);
  });
});
