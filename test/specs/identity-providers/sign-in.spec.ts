import { beforeAll, describe, expect, it } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import { clock } from '../../support/clock.js';
import { OidcProviderProcess } from '../../support/identity-provider.js';
import { type LocalWorld, startWorld } from '../../support/world.js';
import { unique, Visitors } from './visitors.js';

let world: LocalWorld;
let people: Visitors;
/** Gives everybody an account. */
let open: OidcProviderProcess;

beforeAll(async () => {
  world = await startWorld({ OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8' });
  people = new Visitors(world, await world.registerClient({ first_party: true }));
  open = await OidcProviderProcess.start(world, { provisioning: 'create' });
});

const setting = (provider: OidcProviderProcess, changes: object) =>
  world.admin.patch(`/identity-providers/${provider.id}`, changes);

describe('an account at a provider by OpenID Connect (oidc-provider)', () => {
  it('signs in whoever the provider says it is: the same person the next time', async () => {
    const sub = unique();
    const account = { sub, name: 'Ada Example', preferred_username: `ada-${sub}` };
    const first = await people.claimsOf(await people.signIn(world.browser(), open, account));
    expect(first).toMatchObject({ amr: ['fed'] });
    expect(first['acr']).toBeUndefined();
    const second = await people.claimsOf(await people.signIn(world.browser(), open, account));
    expect(second.sub).toBe(first.sub);
    const user = (await world.admin.get(`/users/${first.sub}`)).json;
    expect(user).toMatchObject({ username: `ada-${sub}`, name: 'Ada Example' });
  });

  it('asks there for PKCE, a nonce, and what the application asked for', async () => {
    const changes = { login_hint: 'ada@corp.example', max_age: '60', prompt: 'login' };
    const { away, back } = await people.leave(world.browser(), open, { sub: unique() }, changes);
    const asked = Object.fromEntries(away.searchParams);
    expect(asked).toMatchObject({
      ...{ response_type: 'code', code_challenge_method: 'S256', scope: 'openid profile email' },
      ...{ login_hint: 'ada@corp.example', max_age: '0', prompt: 'login' },
      redirect_uri: `${world.issuer}/upstream/${open.id}/callback`,
    });
    expect([asked['nonce'], asked['state'], asked['code_challenge']]).toEqual([
      ...[expect.stringMatching(/.{30}/), expect.stringMatching(/.{30}/)],
      expect.stringMatching(/.{43}/),
    ]);
    expect(back.searchParams.get('iss')).toBe(open.issuer);
  });

  it('tells when the person signed in there', async () => {
    const account = { sub: unique() };
    const answer = await people.signIn(world.browser(), open, account, { max_age: '300' });
    const claims = await people.claimsOf(answer);
    expect(Math.abs(Number(claims['auth_time']) - clock.now())).toBeLessThan(60);
  });

  it('amr of the provider is told only where it is trusted', async () => {
    const account = { sub: unique(), amr: ['pwd', 'otp', 'mfa', 'made-up'] };
    const doubted = await people.claimsOf(await people.signIn(world.browser(), open, account));
    expect(doubted).toMatchObject({ amr: ['fed'] });
    await setting(open, { trust_amr: true });
    const trusted = await people.claimsOf(await people.signIn(world.browser(), open, account));
    expect(trusted).toMatchObject({
      ...{ amr: ['fed', 'pwd', 'otp', 'mfa'], acr: 'https://refeds.org/profile/mfa' },
    });
    await setting(open, { trust_amr: false });
  });

  it('says so when the person cancels there, and signs in nobody', async () => {
    const browser = world.browser();
    const page = await people.signIn(browser, open, { sub: unique(), deny: true });
    expect([page.status, page.text]).toEqual([400, expect.stringContaining('or you cancelled')]);
    expect(page.has('login-submit')).toBe(true);
    expect(browser.cookies.get('session')).toBeUndefined();
  });

  it('nobody there is somebody with the same username here', async () => {
    const taken = await world.createUser();
    const account = { sub: unique(), preferred_username: taken.username };
    const claims = await people.claimsOf(await people.signIn(world.browser(), open, account));
    expect(claims.sub).not.toBe(taken.sub);
    const user = (await world.admin.get(`/users/${claims.sub}`)).json;
    expect(user.username).not.toBe(taken.username);
    expect(user.username.startsWith(taken.username)).toBe(true);
  });

  it('the same newcomer in two tabs at once is one person', async () => {
    const account = { sub: unique(), name: 'Twice' };
    const browsers = [world.browser(), world.browser(), world.browser()];
    const backs: URL[] = [];
    for (const browser of browsers) {
      backs.push((await people.leave(browser, open, account)).back);
    }
    const answers = await Promise.all(
      browsers.map(async (browser, index) =>
        browser.follow(await browser.get(backs[index] as URL), people.until),
      ),
    );
    const claims = await Promise.all(answers.map((answer) => people.claimsOf(answer)));
    expect(new Set(claims.map(({ sub }) => sub)).size).toBe(1);
  });

  it('takes over what the provider tells, once or each time, and never an address', async () => {
    const sub = unique();
    const email = `${sub}@corp.example`;
    const told = { sub, name: 'Before', email, email_verified: true };
    const { sub: id } = await people.claimsOf(await people.signIn(world.browser(), open, told));
    const later = { ...told, name: 'After', email: `new-${email}` };
    await people.signIn(world.browser(), open, later);
    const user = async () => (await world.admin.get(`/users/${id}`)).json;
    expect(await user()).toMatchObject({ name: 'Before', email, email_verified: true });
    await setting(open, { sync: 'each' });
    await people.signIn(world.browser(), open, later);
    expect(await user()).toMatchObject({ name: 'After', email });
    await setting(open, { sync: 'first' });
  });

  it('leaves out what cannot stand here', async () => {
    const account = { sub: unique(), name: 'x'.repeat(5000), picture: 'javascript:alert(1)' };
    const claims = await people.claimsOf(await people.signIn(world.browser(), open, account));
    const user = (await world.admin.get(`/users/${claims.sub}`)).json;
    expect([user.name, user.picture]).toEqual([undefined, undefined]);
  });

  it('groups there put people into ours, and take them out of those alone', async () => {
    const [mapped, own] = await Promise.all(
      ['mapped', 'own'].map((name) =>
        world.admin.create('/groups', { name: `${name}-${unique()}` }),
      ),
    );
    await setting(open, {
      ...{ claims: { name: 'name' }, groups_claim: 'groups', groups: { staff: mapped.id } },
    });
    const sub = unique();
    const account = { sub, name: 'Member', groups: ['staff', 'others'] };
    const { sub: id } = await people.claimsOf(await people.signIn(world.browser(), open, account));
    await world.admin.call('PUT', `/groups/${own.id}/members/${id}`);
    const members = async ({ id: group }: { id: string }) =>
      (await world.admin.get(`/groups/${group}/members`)).json.items.map((one: any) => one.sub);
    expect([await members(mapped), await members(own)]).toEqual([[id], [id]]);
    await people.signIn(world.browser(), open, { ...account, groups: [] });
    expect([await members(mapped), await members(own)]).toEqual([[], [id]]);
    await setting(open, { groups_claim: null, groups: {} });
  });

  it('S01 groups that it gave end with it, and those alone', async () => {
    const [given, own] = (
      await Promise.all(
        ['given', 'own'].map((name) =>
          world.admin.create('/groups', { name: `${name}-${unique()}` }),
        ),
      )
    ).map(({ id }) => id as string);
    const passing = await OidcProviderProcess.start(world, {
      ...{ provisioning: 'create', claims: { name: 'name' }, groups_claim: 'groups' },
      groups: { staff: given },
    });
    const account = { sub: unique(), name: 'Member', groups: ['staff'] };
    const answer = await people.signIn(world.browser(), passing, account);
    const { sub } = await people.claimsOf(answer);
    await world.admin.call('PUT', `/groups/${own}/members/${sub}`);
    const theirs = async () =>
      (await world.admin.get(`/groups?member=${sub}`)).json.items.map((one: any) => one.id).sort();
    expect(await theirs()).toEqual([given, own].sort());
    expect((await world.admin.delete(`/identity-providers/${passing.id}`)).status).toBe(204);
    await world.application.control.keepHouse();
    expect(await theirs()).toEqual([own]);
    await world.application.control.settleEvents();
    const told = `/events?type=group.member_removed&user=${sub}`;
    expect((await world.admin.get(told)).json.items).toMatchObject([
      { actor_kind: 'system', facts: { source: passing.id } },
    ]);
  });
});

describe('a person with a second factor', () => {
  it('I15 is not signed in by the account elsewhere alone, and is by both', async () => {
    const account = { sub: unique() };
    const browser = world.browser();
    const { sub } = await people.claimsOf(await people.signIn(browser, open, account));
    const enrolment = await browser.open('/account/authenticators/new/totp');
    const [, secret = ''] = /id="totp-secret">([A-Z2-7 ]+)</.exec(enrolment.text) ?? [];
    const totp = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) });
    const code = () => totp.generate({ timestamp: clock.now() * 1000 });
    await people.next(browser, enrolment, 'code-submit', { code: code() });
    clock.advance(60);
    const other = world.browser();
    const page = await people.signIn(other, open, account);
    expect(page.has('code-submit')).toBe(true);
    expect(other.cookies.get('session')).toBeUndefined();
    const claims = await people.claimsOf(
      await people.next(other, page, 'code-submit', { code: code() }),
    );
    expect(claims).toMatchObject({ sub, amr: ['fed', 'otp', 'mfa'] });
    // The session rests on the provider all the same.
    await setting(open, { enabled: false });
    expect((await other.get('/account')).status).toBe(303);
    await setting(open, { enabled: true });
    expect((await other.get('/account')).status).toBe(303);
  });
});
