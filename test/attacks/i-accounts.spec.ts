import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { COMMON_PASSWORDS } from '../../src/people/users/credentials/common-passwords.js';
import { PasswordHash } from '#platform/crypto';
import { clock } from '../support/clock.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startOwnWorld, type OwnWorld } from '../support/application.js';
import { LoginForm, signedIn } from './login-form.js';
import { inParallel } from './requests.js';

const PASSWORD = 'a phrase that nobody guesses';

describe('accounts', () => {
  let world: OwnWorld;
  let client: RegisteredClient;

  beforeAll(async () => {
    world = await startOwnWorld();
    client = await world.registerClient({ first_party: true, scope: 'openid email account:write' });
  });

  const create = (claims: object) => world.admin.post('/users', { password: PASSWORD, ...claims });

  it('I21 nobody can call their own e-mail address verified, or change it or their roles', async () => {
    const victim = await world.createUser();
    const user = await world.createUser();
    const scope = 'openid email account:write';
    const { access_token } = await world.tokens({ client, user, scope });
    const stolen = { email: victim['email'], email_verified: true, roles: ['admin'] };
    const passwords = { current_password: user.password, new_password: `${PASSWORD} anew` };
    for (const [method, path] of [
      ...[['PATCH', '/account/api/profile'] as const, ['PUT', '/account/api/profile'] as const],
      ...[['POST', '/account/api/profile'] as const, ['PATCH', '/userinfo'] as const],
      ...[['PATCH', '/account'] as const, ['POST', '/account/api/password'] as const],
      ...[['PATCH', `/admin/users/${user.sub}`] as const, ['POST', '/admin/users'] as const],
    ]) {
      const response = await fetch(world.issuer + path, {
        method,
        headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          ...passwords,
          ...stolen,
          ...{ sub: victim.sub, userId: victim.sub },
        }),
      });
      // Only the password change is there for people, and it takes nothing else.
      const allowed = path === '/account/api/password' ? [400] : [401, 403, 404, 405];
      expect([method, path, allowed.includes(response.status)]).toEqual([method, path, true]);
    }
    const now = (await world.admin.get(`/users/${user.sub}`)).json;
    expect(now).toMatchObject({ email: user['email'], email_verified: false, roles: [] });
    const form = await LoginForm.open(world, client);
    expect(signedIn(await form.try(victim.username, victim.password))).toBe(true);
  });

  it('I21 an e-mail address is unverified as soon as it changes', async () => {
    const user = await world.createUser({ email_verified: true });
    const email = `new-${user.username}@people.example`;
    const changed = await world.admin.patch(`/users/${user.sub}`, { email });
    expect(changed.json).toMatchObject({ email, email_verified: false });
  });

  it.each([
    ['case', 'Willow', 'wILLOW'],
    ['a ligature (NFKC)', 'ffion', 'ﬀion'],
    ['full-width letters', 'hazel', 'ｈａｚｅｌ'],
    ['composed and decomposed', 'ren\u00e9e', 'rene\u0301e'],
    ['spaces at the ends', 'rowan', ' rowan '],
    ['a dotted capital I', 'i\u0307ris', '\u0130ris'],
    ['a superscript', 'team2', 'team²'],
    ['the Kelvin sign', 'kim', '\u212aim'],
  ])('I24 usernames that differ in %s are the same', async (_name, first, second) => {
    expect((await create({ username: first })).status).toBe(201);
    expect((await create({ username: second })).status).toBe(409);
    const form = await LoginForm.open(world, client);
    expect(signedIn(await form.try(second, PASSWORD))).toBe(true);
  });

  it.each([
    ['a dotless i', 'silvia', 'sılvıa'],
    ['a digit for a letter', 'paul', 'pau1'],
    ['a capital I for an l', 'clara', 'cIara'],
    ['two letters for one', 'morris', 'rnorris'],
    ['a zero', 'otto', '0tto'],
    ['all letters Cyrillic', 'scope', '\u0455\u0441\u043e\u0440\u0435'],
    ['a dash of another kind', 'mary-ann', 'mary\u2010ann'],
  ])('S25 a username that differs in %s is one that somebody has', async (_name, first, second) => {
    expect((await create({ username: first })).status).toBe(201);
    const refused = await create({ username: second });
    expect([refused.status, refused.json.detail]).toEqual([
      409,
      expect.stringContaining('looks like it'),
    ]);
    const other = await create({ username: `x-${first}` });
    const renamed = await world.admin.patch(`/users/${other.json.sub}`, { username: second });
    expect(renamed.status).toBe(409);
    // One's own name may be written another way, and signs in as it is written.
    const form = await LoginForm.open(world, client);
    expect(signedIn(await form.try(second, PASSWORD))).toBe(false);
  });

  it('S25 nobody is called as the first admin seems to be', async () => {
    for (const username of ['admın', 'adm1n', 'ADMlN', '\u0430dmin']) {
      expect([username, (await create({ username })).status < 300]).toEqual([username, false]);
    }
  });

  it('I24 e-mail addresses as well, and an e-mail address is nobody else’s username', async () => {
    expect((await create({ username: 'oak', email: 'oak@people.example' })).status).toBe(201);
    for (const email of ['OAK@People.Example', 'oak＠people.example', 'ｏak@people.example']) {
      expect([email, (await create({ username: 'oak2', email })).status]).toEqual([email, 409]);
    }
    for (const username of ['oak@people.example', 'Oak@people.example', 'oak＠people.example']) {
      expect([username, (await create({ username })).status]).toEqual([username, 400]);
    }
  });

  it.each([
    ['Cyrillic among Latin letters', 'p\u0430ypal'],
    ['an invisible character', 'ash\u200b'],
    ['a text direction override', 'ash\u202e'],
    ['a Hangul filler', 'ash\u3164'],
    ['two @', 'a@b@people.example'],
    ['a line break', 'ash\nadmin'],
    ['NUL', 'ash\0'],
    ['nothing but spaces', '   '],
  ])('I24 a username with %s is refused', async (_name, username) => {
    expect((await create({ username })).status).toBe(400);
  });

  it('I25 passwords keep every character: none of these prefixes and trims signs in', async () => {
    const verbatim = [
      ...['x'.repeat(73) + ' the end that bcrypt would not see', '  a phrase between spaces  '],
      ...[
        '🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧🐦🐤🦆🦅',
        'пароль, который никто не знает',
        'ends with a backslash \\',
      ],
      ...['"quotes" & <angles> + %41 = ;', 'long words '.repeat(94).slice(0, 1024)],
    ];
    const form = await LoginForm.open(world, client);
    for (const [index, password] of verbatim.entries()) {
      const username = `verbatim-${index}`;
      expect([password, (await create({ username, password })).status]).toEqual([password, 201]);
      const wrong = [password.trim() === password ? `${password} ` : password.trim()];
      wrong.push(password.slice(0, 72), Array.from(password).slice(0, -1).join(''));
      for (const guess of wrong) {
        if (guess === password) continue;
        expect([guess, signedIn(await form.try(username, guess))]).toEqual([guess, false]);
      }
      const again = await LoginForm.open(world, client);
      expect([password, signedIn(await again.try(username, password))]).toEqual([password, true]);
    }
  });

  it('I25 more than 1,024 characters are refused before hashing; a megabyte before reading', async () => {
    const hash = world.application.nest.get(PasswordHash);
    const [created, verified] = [jest.spyOn(hash, 'create'), jest.spyOn(hash, 'matches')];
    const tooLong = 'long '.repeat(205);
    expect(tooLong).toHaveLength(1025);
    expect((await create({ username: 'longest', password: tooLong })).status).toBe(400);
    const form = await LoginForm.open(world, client);
    expect((await form.try('admin', tooLong)).status).toBe(400);
    expect((await form.try('admin', 'x'.repeat(1_000_000))).status).toBe(413);
    expect((await create({ username: 'huge', password: 'x'.repeat(1_000_000) })).status).toBe(413);
    expect(created).not.toHaveBeenCalled();
    expect(verified).not.toHaveBeenCalled();
  });

  it('I25 a password with NUL is refused when it is set; one sent to sign in is not cut there', async () => {
    expect((await create({ username: 'nul', password: 'before\0after it' })).status).toBe(400);
    await create({ username: 'cut', password: 'before and after' });
    const form = await LoginForm.open(world, client);
    expect((await form.try('cut', 'before and after\0')).status).toBe(400);
    expect((await form.try('cut', 'before and after\0more')).status).toBe(400);
  });

  describe('I27 S24 what guessers try first is refused, with the reason', () => {
    const setLength = async (min_length: number | null) => {
      expect((await world.admin.patch('/settings/passwords', { min_length })).status).toBe(200);
    };
    afterEach(() => setLength(null));

    const reasonFor = async (password: string) => {
      const claims = { username: 'rosemary', email: 'rosemary@people.example', password };
      const answer = await create(claims);
      expect([password, answer.status]).toEqual([password, 400]);
      expect(answer.text).not.toContain(password);
      return answer.json.errors[0].detail as string;
    };

    it('I27 every password of the list, in any spelling, where eight characters are enough', async () => {
      await setLength(8);
      for (const word of COMMON_PASSWORDS) {
        const spelled = [
          word,
          word.toUpperCase(),
          `${word.charAt(0).toUpperCase()}${word.slice(1)}`,
        ];
        const one = spelled[word.length % 3]!;
        expect([one, await reasonFor(one)]).toEqual([one, expect.stringContaining('attackers')]);
      }
      for (const run of ['12345678', 'aaaaaaaaaa', 'qwertyuiop', '87654321']) {
        expect(await reasonFor(run)).toContain('attackers');
      }
    });

    it.each([
      ['the product', 'gatehouse2026', 'Gatehouse!', 'gatehouse-2026-2027'],
      ['the person', 'rosemary99', 'rosemary@people.example', '2026-rosemary-2026'],
    ])('I27 the name of %s with figures around it', async (_whose, ...passwords) => {
      await setLength(8);
      for (const password of passwords) expect(await reasonFor(password)).toContain('name');
    });

    it('S24 what is shorter than fifteen characters, or made of common ones', async () => {
      expect(await reasonFor('fourteen chars')).toContain('at least 15');
      expect(await reasonFor('🦊🐻🐼🐨🐯🦁🐮🐷')).toContain('at least 15');
      for (const composed of ['password12345678', 'passwordpassword', 'aaaaaaaaaaaaaaaa']) {
        expect(await reasonFor(composed)).toContain('attackers');
      }
      expect((await create({ username: 'rosemary', password: 'fifteen letters' })).status).toBe(
        201,
      );
    });
  });

  it('I33 of twenty accounts with one name, created at once, one exists', async () => {
    const answers = await inParallel(20, (i) => create({ username: i % 2 ? 'Once' : 'once' }));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
    const emails = await inParallel(20, (i) =>
      create({ username: `twin-${i}`, email: 'only@people.example' }),
    );
    expect(emails.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
    expect(emails.find(({ status }) => status === 409)?.text).not.toContain('only@people.example');
  });

  it('I33 nobody registers themselves: there is no way in without the admin API', async () => {
    for (const path of [
      '/register',
      '/users',
      '/signup',
      '/account/register',
      '/interaction/new',
    ]) {
      const body = JSON.stringify({ username: 'me', password: PASSWORD });
      const init = { method: 'POST', body, headers: { 'content-type': 'application/json' } };
      const { status } = await fetch(world.issuer + path, init);
      expect([path, [401, 403, 404, 405].includes(status)]).toEqual([path, true]);
    }
    clock.advance(1);
    expect((await world.admin.get('/users?q=me')).json.items).toEqual([]);
  });
});
