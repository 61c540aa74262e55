import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/answer.js';
import { OidcProviderProcess } from '../support/identity-provider.js';
import { type LocalWorld, type RegisteredUser, startWorld } from '../support/world.js';
import { unique, Visitors } from '../specs/identity-providers/visitors.js';

let world: LocalWorld;
let people: Visitors;
let corp: OidcProviderProcess;
const DOMAIN = `${unique()}.example`;

beforeAll(async () => {
  world = await startWorld({ OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8' });
  people = new Visitors(world, await world.registerClient({ first_party: true }));
  corp = await OidcProviderProcess.start(world, { domains: [DOMAIN] });
});

// Others sign in to the same server, on one page.
afterAll(() => world.admin.delete(`/identity-providers/${corp.id}`));

const setting = (changes: object) => world.admin.patch(`/identity-providers/${corp.id}`, changes);

const identitiesOf = (sub: string) =>
  world.query<object[]>('SELECT id FROM identities WHERE user_id = ?', [sub]);

function expectNobody(page: Answer): void {
  expect([page.status, page.text]).toEqual([400, expect.stringContaining('no account here')]);
}

async function withAddress(changes: object = {}): Promise<RegisteredUser> {
  const email = `${unique()}@${DOMAIN}`;
  return world.createUser({ email, email_verified: true, ...changes });
}

describe('I22 an account elsewhere is linked to nobody silently', () => {
  it.each([
    ['the provider does not say that it is verified', {}, {}, undefined],
    ['the provider says that it is not', {}, { email_verified: false }, undefined],
    ['it was never verified here', { email_verified: false }, { email_verified: true }, undefined],
    ['the provider does not speak for its domain', {}, { email_verified: true }, 'other.example'],
  ])('by an address, where %s', async (_why, here, there, domain) => {
    const email = `${unique()}@${domain ?? DOMAIN}`;
    const user = await withAddress({ email, ...here });
    const browser = world.browser();
    const page = await people.signIn(browser, corp, { sub: unique(), email, ...there });
    expectNobody(page);
    expect(await identitiesOf(user.sub)).toEqual([]);
    expect(browser.cookies.get('session')).toBeUndefined();
  });

  it('by a username that looks like the address', async () => {
    const email = `${unique()}@${DOMAIN}`;
    const user = await world.createUser({ username: email, email, email_verified: true });
    await world.admin.patch(`/users/${user.sub}`, { disabled: true });
    expectNobody(
      await people.signIn(world.browser(), corp, { sub: unique(), email, email_verified: true }),
    );
    expect(await identitiesOf(user.sub)).toEqual([]);
  });

  it('the page that asks for a proof links only who gives it, and links then', async () => {
    const user = await withAddress();
    const account = { sub: unique(), email: user['email'], email_verified: true };
    const browser = world.browser();
    const page = await people.signIn(browser, corp, account);
    expect(page.text).toContain('Is this your account?');
    expect(page.text).not.toContain(user.username + '"');
    expect(page.has(`upstream-${corp.id}`)).toBe(false);
    const wrong = { username: user.username, password: 'not the password at all' };
    const again = await people.next(browser, page, 'login-submit', wrong);
    expect([again.status, await identitiesOf(user.sub)]).toEqual([400, []]);
    const stranger = await world.createUser();
    const other = await people.next(browser, again, 'login-submit', {
      ...{ username: stranger.username, password: stranger.password },
    });
    expect([other.status, browser.cookies.get('session')]).toEqual([400, undefined]);
    expect(await identitiesOf(stranger.sub)).toEqual([]);
    const { username, password } = user;
    const right = await people.next(browser, other, 'login-submit', { username, password });
    expect((await people.claimsOf(right)).sub).toBe(user.sub);
    expect(await identitiesOf(user.sub)).toHaveLength(1);
    // From now on by provider and subject, whatever the address is.
    const moved = { sub: account.sub, email: `elsewhere@${DOMAIN}` };
    const claims = await people.claimsOf(await people.signIn(world.browser(), corp, moved));
    expect(claims).toMatchObject({ sub: user.sub, amr: ['fed'] });
  });

  it('a page that asks for a proof is that browser’s alone', async () => {
    const user = await withAddress();
    const account = { sub: unique(), email: user['email'], email_verified: true };
    const browser = world.browser();
    const page = await people.signIn(browser, corp, account);
    const { action, fields } = page.formWith('login-submit');
    const { username, password } = user;
    const sent = await world.browser().post(action, { ...fields, username, password });
    expect([sent.status, await identitiesOf(user.sub)]).toEqual([403, []]);
  });

  it('the provider of the enterprise links people without a password, and no admin', async () => {
    const bare = { password: undefined };
    const [user, admin] = [
      await withAddress(bare),
      await withAddress({ ...bare, roles: ['admin'] }),
    ];
    const signIn = ({ email }: RegisteredUser) =>
      people.signIn(world.browser(), corp, { sub: unique(), email, email_verified: true });
    expectNobody(await signIn(user));
    await setting({ owns_domains: true });
    expectNobody(await signIn(admin));
    expect((await people.claimsOf(await signIn(user))).sub).toBe(user.sub);
    expect([await identitiesOf(admin.sub), await identitiesOf(user.sub)]).toEqual([
      ...[[], [expect.anything()]],
    ]);
    await setting({ owns_domains: false });
  });

  it('an address of its own domains needs no word of it, and a word against it counts', async () => {
    await setting({ owns_domains: true });
    const [user, doubted] = [
      await withAddress({ password: undefined }),
      await withAddress({ password: undefined }),
    ];
    const account = ({ email }: RegisteredUser) => ({ sub: unique(), email });
    const said = { ...account(doubted), email_verified: false };
    expectNobody(await people.signIn(world.browser(), corp, said));
    const claims = await people.claimsOf(await people.signIn(world.browser(), corp, account(user)));
    expect(claims.sub).toBe(user.sub);
    const other = await world.createUser({ password: undefined, email_verified: true });
    expectNobody(await people.signIn(world.browser(), corp, account(other)));
    await setting({ owns_domains: false });
  });

  it('nobody gets an account who was not invited, unless the provider may make them', async () => {
    const email = `${unique()}@${DOMAIN}`;
    const account = { sub: unique(), email, email_verified: true };
    expectNobody(await people.signIn(world.browser(), corp, account));
    await setting({ provisioning: 'off' });
    expectNobody(await people.signIn(world.browser(), corp, account));
    await setting({ provisioning: 'create' });
    const { sub } = await people.claimsOf(await people.signIn(world.browser(), corp, account));
    expect((await world.admin.get(`/users/${sub}`)).json).toMatchObject({
      ...{ email, email_verified: true, roles: [] },
    });
    await setting({ provisioning: 'invited' });
  });

  it('an admin finds out why, by the reference that was shown', async () => {
    const email = `${unique()}@${DOMAIN}`;
    const account = { sub: unique(), email, email_verified: true };
    const page = await people.signIn(world.browser(), corp, account);
    const [, reference = ''] = /this reference: ([\w-]+)/.exec(page.text) ?? [];
    let found = await world.admin.get(`/errors/${reference}`);
    for (let look = 0; found.status === 404 && look < 50; look++) {
      await sleep(100);
      found = await world.admin.get(`/errors/${reference}`);
    }
    expect(found.json).toMatchObject({
      ...{ check: 'upstream-people', got: 'nobody has invited them' },
      fix: expect.stringContaining('/account/linked'),
    });
    expect(found.text).not.toContain(email);
  });

  it('an address that nobody has proven comes into no account', async () => {
    await setting({ provisioning: 'create' });
    const email = `${unique()}@${DOMAIN}`;
    const answer = await people.signIn(world.browser(), corp, { sub: unique(), email });
    const { sub } = await people.claimsOf(answer);
    expect((await world.admin.get(`/users/${sub}`)).json.email).toBeUndefined();
    await setting({ provisioning: 'invited' });
  });

  it('a disabled person stays out', async () => {
    const user = await withAddress();
    const account = { sub: unique(), email: user['email'], email_verified: true };
    const browser = world.browser();
    const { username, password } = user;
    const page = await people.signIn(browser, corp, account);
    await people.next(browser, page, 'login-submit', { username, password });
    await world.admin.patch(`/users/${user.sub}`, { disabled: true });
    expectNobody(await people.signIn(world.browser(), corp, account));
  });
});

describe('I22 who proves once more who they are', () => {
  it('is nobody else, and gets no account by it', async () => {
    await setting({ provisioning: 'create' });
    const account = { sub: unique() };
    const browser = world.browser();
    const { sub } = await people.claimsOf(await people.signIn(browser, corp, account));
    const [{ count: before } = { count: 0 }] = await world.query<{ count: number }[]>(
      'SELECT COUNT(*) AS count FROM users',
    );
    await world.query('UPDATE sessions SET auth_time = 1, factors = ? WHERE user_id = ?', [
      ...[`fed@${Math.floor(Date.now() / 1000) - 3600}`, sub],
    ]);
    await corp.next({ sub: unique() });
    const page = await browser.open('/account/authenticators/new/totp');
    const away = await browser.click(page, `upstream-${corp.id}`);
    const back = await browser.get(await corp.visit(away));
    expect([back.status, back.text]).toEqual([400, expect.stringContaining('no account here')]);
    const [after] = await world.query<{ count: number }[]>('SELECT COUNT(*) AS count FROM users');
    expect(after?.count).toBe(before);
    await setting({ provisioning: 'invited' });
  });
});
