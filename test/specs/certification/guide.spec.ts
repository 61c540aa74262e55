import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { clock } from '../../support/clock.js';
import { sendRegistration } from '../../support/registration.js';
import { startWorld, type LocalWorld } from '../../support/world.js';

const guide = readFileSync('docs/certification.md', 'utf8');
/** The JSON blocks of the guide, by a member that only one of them has. */
const blocks = [...guide.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = '']) =>
  JSON.parse(text),
);
const blockWith = (member: string) => blocks.find((block) => member in block);
/** The cells of each row of a table whose first cell begins so. */
const row = (start: string): string[] =>
  (guide.split('\n').find((line) => line.startsWith(`| ${start}`)) ?? '')
    .split('|')
    .map((cell) => cell.trim().replace(/^`|`$/g, ''));

describe('docs/certification.md', () => {
  let world: LocalWorld;

  beforeAll(async () => {
    world = await startWorld({ LEGACY_GRANTS: 'implicit' });
  });

  it('its person has every claim that there is', async () => {
    const user = blockWith('username');
    expect((await world.admin.post('/users', user)).status).toBe(201);
    const { claims_supported: claims } = (await world.get('/.well-known/openid-configuration'))
      .json as { claims_supported: string[] };
    // Groups and roles are told of whoever has none, too.
    const everybodys = ['preferred_username', 'updated_at', 'groups', 'roles'];
    const own = new Set([...Object.keys(user), ...everybodys]);
    const personal = claims.filter(
      (name) =>
        !/^(sub|iss|aud|exp|iat|auth_time|acr|amr|sid|nonce|azp|at_hash|c_hash|jti)$/.test(name),
    );
    expect(personal.filter((name) => !own.has(name))).toEqual([]);
  });

  it('its initial access token registers what the suite registers', async () => {
    const wanted = blockWith('max_uses');
    expect(wanted.expires_at - clock.now()).toBeGreaterThan(7 * 24 * 3600);
    const made = await world.admin.post('/initial-access-tokens', wanted);
    expect(made.status).toBe(201);
    const body = {
      redirect_uris: ['https://suite.example.com/test/a/gatehouse/callback'],
      grant_types: ['authorization_code', 'implicit'],
      response_types: ['code id_token token'],
    };
    const answer = await sendRegistration(world, { token: made.json.initial_access_token, body });
    expect(answer.status).toBe(201);
  });

  it.each(['Implicit', 'Hybrid'])('its static clients can be created: %s', async (plan) => {
    const base = blockWith('redirect_uris');
    const rows = guide.split('\n').filter((line) => line.startsWith(`| ${plan}, `));
    const [, , grants = '', types = ''] = (rows.at(-1) ?? '')
      .split('|')
      .map((cell) => cell.trim().replace(/^`|`$/g, ''));
    for (const method of ['client_secret_basic', 'client_secret_post']) {
      const plain = { ...base, token_endpoint_auth_method: method };
      expect((await world.admin.post('/clients', plain)).status).toBe(201);
      const more = { grant_types: JSON.parse(grants), response_types: JSON.parse(types) };
      expect((await world.admin.post('/clients', { ...plain, ...more })).status).toBe(201);
    }
  });

  it('its browser finds what it looks for', async () => {
    const client = await world.registerClient({ client_name: 'Suite' });
    const user = await world.createUser();
    const { browser } = await world.authorize({ client, user });
    const out = await browser.get('/logout');
    const over = await browser.click(out, 'logout-confirm');
    const shown = [
      ...[...browser.history, await browser.get('/authorize')],
      ...[await browser.get('/logout', { id_token_hint: 'x' }), over],
    ];
    const commands = blockWith('browser').browser.flatMap(({ tasks }: any) =>
      tasks.flatMap((task: any) => task.commands),
    ) as string[][];
    for (const [, by = '', what = '', , text = ''] of commands) {
      if (what === 'submission_complete') continue;
      const found =
        by === 'id'
          ? shown.some((page) => page.has(what))
          : shown.some((page) => page.text.includes(text));
      expect([by, what, text, found]).toEqual([by, what, text, true]);
    }
    expect(row('sign-in')[2]).toContain('#login-submit');
  });
});
