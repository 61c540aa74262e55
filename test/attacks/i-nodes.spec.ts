import { randomBytes } from 'node:crypto';
import { beforeAll, expect, it, jest } from '@jest/globals';
import { PasswordHash } from '#platform/crypto';
import { startApplication, type OwnApplication } from '../support/application.js';
import { clock } from '../support/clock.js';
import { createDatabase, describeMariadb } from '../support/mariadb.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { walk } from '../support/sign-in.js';
import { LocalWorld, type RegisteredUser } from '../support/world.js';
import { authorizationRequest } from './authorization-request.js';
import { compared, LoginForm, signedIn } from './login-form.js';
import { inParallel } from './requests.js';
import { ReverseProxy } from './reverse-proxy.js';

describeMariadb('two nodes on one database', () => {
  let nodes: OwnApplication[];
  let world: LocalWorld;
  let proxy: ReverseProxy;
  let client: RegisteredClient;
  let user: RegisteredUser;

  beforeAll(async () => {
    const environment = {
      ...{ ISSUER: 'https://sso.example.com', TRUSTED_PROXIES: '127.0.0.1' },
      SECRET_KEY: randomBytes(32).toString('base64'),
      DATABASE_URL: (await createDatabase()).url,
    };
    // At the same moment, each with a password of its own for the first administrator.
    nodes = await inParallel(2, () => startApplication(environment));
    proxy = new ReverseProxy(nodes);
    const [first, second] = nodes.map((node) => new LocalWorld(node));
    const tokens = await Promise.allSettled([first!.admin.token(), second!.admin.token()]);
    world = (tokens[0].status === 'fulfilled' ? first : second)!;
    client = await world.registerClient({ first_party: true });
    user = await world.createUser();
  }, 60_000);

  it('I32 both nodes made up a password for the first administrator; one of them is good', async () => {
    proxy.use(1);
    const rows = await world.query('SELECT username, roles FROM users ORDER BY username');
    expect(rows[0]).toMatchObject({ username: 'admin', roles: '["admin"]' });
    const admins = rows.filter(({ roles }: { roles: string }) => roles.includes('admin'));
    expect(admins).toHaveLength(1);
    const outcomes = [];
    for (const { adminPassword } of nodes) {
      proxy.from(`198.51.100.${outcomes.length}`);
      const form = await LoginForm.open(world, client);
      outcomes.push(signedIn(await form.try('admin', adminPassword)));
    }
    expect(outcomes.sort()).toEqual([false, true]);
  });

  async function signIn() {
    proxy.use(1);
    const browser = world.browser();
    const end = await walk(browser, await browser.get('/authorize', authorizationRequest(client)), {
      user,
    });
    expect(end.parameters['code']).toBeDefined();
    const cookie = browser.cookies.get('session') ?? '';
    /** Whether the second node takes the cookie for a session. */
    const works = async () => {
      proxy.use(2);
      const thief = world.browser();
      thief.cookies.set('__Host-gatehouse_session', cookie);
      const silent = authorizationRequest(client, { prompt: 'none' });
      const { parameters } = await thief.get('/authorize', silent);
      proxy.use(1);
      return parameters['error'] === undefined;
    };
    expect(await works()).toBe(true);
    return { browser, works };
  }

  it('I05 a session ends on every node with signing out', async () => {
    const { browser, works } = await signIn();
    const page = await browser.get('/logout');
    expect((await browser.click(page, 'logout-confirm')).text).toContain('Signed out');
    expect(await works()).toBe(false);
  });

  it('I05 a session ends on every node with a new password, set by its owner elsewhere', async () => {
    const { works } = await signIn();
    const { browser } = await signIn();
    const page = await browser.get('/account/security');
    const password = `changed ${randomBytes(5).toString('hex')}`;
    const answer = await browser.click(page, 'password-submit', {
      ...{ current_password: user.password },
      ...{ new_password: password, new_password_again: password },
    });
    expect(answer.status).toBe(303);
    user = { ...user, password };
    expect(await works()).toBe(false);
  });

  it('I05 a session ends on every node with a new password, set by an administrator', async () => {
    const { works } = await signIn();
    user = { ...user, password: `changed ${randomBytes(5).toString('hex')}` };
    await world.admin.patch(`/users/${user.sub}`, { password: user.password });
    expect(await works()).toBe(false);
  });

  it('I05 a session ends on every node with disabling the account, and stays ended', async () => {
    const { browser, works } = await signIn();
    await world.admin.patch(`/users/${user.sub}`, { disabled: true });
    expect(await works()).toBe(false);
    expect((await browser.get('/account')).location?.pathname).toMatch(/^\/interaction\//);
    await world.admin.patch(`/users/${user.sub}`, { disabled: false });
    expect(await works()).toBe(false);
  });

  it('I05 a session ends on every node with deleting the account', async () => {
    const { works } = await signIn();
    expect((await world.admin.delete(`/users/${user.sub}`)).status).toBe(204);
    expect(await works()).toBe(false);
    user = await world.createUser();
  });

  it('I34 a session that its owner ends on one node is over on the other', async () => {
    const { works } = await signIn();
    const { browser, works: own } = await signIn();
    const page = await browser.get('/account/sessions');
    const [, other] = page.forms.filter(({ fields }) => 'session_id' in fields);
    expect((await browser.post(other?.action ?? '', other?.fields ?? {})).status).toBe(303);
    expect(await works()).toBe(false);
    expect(await own()).toBe(true);
  });

  it.each([
    ['from one address', () => '192.0.2.250', 5],
    ['from everywhere', (i: number) => `192.0.2.${i}`, 80],
  ])(
    'I08 S05 of a hundred guesses at once on both nodes %s so many are checked in all',
    async (_where, addressOf, most) => {
      const victim = await world.createUser();
      const forms = await inParallel(2, () => LoginForm.open(world, client));
      clock.advance(60 - (clock.now() % 60));
      const spies = nodes.map((node) => jest.spyOn(node.nest.get(PasswordHash), 'matches'));
      await inParallel(100, (i) => {
        proxy.use(1 + (i % 2));
        proxy.from(addressOf(i));
        return forms[i % 2]!.try(victim.username, `guess number ${i}`);
      });
      expect(await compared(...spies)).toBeLessThanOrEqual(most);
      // A busy node turns some away unchecked: those may come again, and no more than those.
      for (let i = 100; i < 160; i++) {
        proxy.from(addressOf(i));
        proxy.use(1);
        await forms[0]!.try(victim.username, `guess number ${i}`);
      }
      expect(await compared(...spies)).toBe(most);
    },
  );

  it('I33 of twenty accounts with one e-mail address, created on both nodes at once, one exists', async () => {
    await world.admin.token();
    const answers = await inParallel(20, async (i) => {
      proxy.use(1 + (i % 2));
      const email = i % 3 === 0 ? 'Only@people.example' : 'only@people.example';
      return world.admin.post('/users', { username: `twin-${i}`, email });
    });
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
  });
});
