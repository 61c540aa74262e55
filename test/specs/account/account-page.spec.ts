import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Answer } from '../../support/answer.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { type LocalWorld, type RegisteredUser, startWorld } from '../../support/world.js';
import { auditTrail, formAbout, isSignedIn, listed, revisit, visit } from './visits.js';

let world: LocalWorld;
let user: RegisteredUser;
let client: RegisteredClient;

beforeAll(async () => {
  world = await startWorld();
  await world.registerResourceServer({
    identifier: 'https://photos.example',
    scopes: [{ name: 'photos:read', description: 'See your photos' }],
  });
  client = await world.registerClient({
    client_name: 'Photo Printing',
    scope: 'openid profile email offline_access photos:read',
  });
});

beforeEach(async () => {
  user = await world.createUser({ name: 'Ada Example', locale: 'en-GB' });
});

const isActive = async (token: string) =>
  (await world.introspect(client, token)).json.active as boolean;

describe('the account page', () => {
  it('sends people who are not signed in to sign in, and back', async () => {
    const browser = world.browser();
    const first = await browser.get('/account');
    expect(first.status).toBe(303);
    expect(first.location?.pathname).toMatch(/\/interaction\/[\w-]{43}$/);
    const { page } = await visit(world, user, browser);
    expect(page.url.href).toBe(`${world.issuer}/account`);
    expect(page.text).toContain('<h1>Your account</h1>');
  });

  it('shows the profile in words', async () => {
    const { page } = await visit(world, user);
    const profile = page.text.slice(page.text.indexOf('profile-heading'));
    for (const value of ['Ada Example', user.username, user['email'], 'en-GB', user.sub]) {
      expect(profile).toContain(value);
    }
    expect(profile).toContain('(not verified)');
  });

  it('is for nobody else: not to be stored, framed or scripted', async () => {
    const { headers } = (await visit(world, user)).page;
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toMatch(
      /script-src 'none'.*frame-ancestors 'none'.*; form-action 'self'$/,
    );
  });

  it('S23 says once what was done, and nobody else can have it say anything', async () => {
    const { browser, page } = await visit(world, user);
    const there = await visit(world, user);
    for (const notice of ['session-ended', 'password-changed', 'constructor', '__proto__']) {
      expect((await browser.get('/account', { notice })).text).not.toContain('role="status"');
    }
    const [, other] = listed(await browser.get('/account/sessions'), 'session_id');
    const fields = { ...formAbout(page, 'session_id'), session_id: other };
    await browser.post('/account/sessions/end', fields);
    const flash = browser.cookies.get('notice') ?? '';
    expect((await browser.get('/account')).text).toContain(
      'role="status">The browser is signed out.',
    );
    expect((await browser.get('/account')).text).not.toContain('role="status"');

    // What another browser was told, or what somebody makes up, is worth nothing.
    const [code = '', token = ''] = flash.split('.');
    for (const planted of [code, `${code}.`, `password-changed.${token}`, `constructor.${token}`]) {
      browser.cookies.set('gatehouse_notice', planted);
      expect((await browser.get('/account')).text).not.toContain('role="status"');
    }
    const elsewhere = await visit(world, user, there.browser);
    elsewhere.browser.cookies.set('gatehouse_notice', flash);
    expect((await elsewhere.browser.get('/account')).text).not.toContain('role="status"');
  });
});

describe('sessions', () => {
  it('I34 "users are able to view and (having authenticated again with at least one factor) terminate any or all currently active sessions" (ASVS 5 7.5.2)', async () => {
    const here = await visit(world, user);
    const there = await visit(world, user);
    const page = await revisit(here);
    const [own, other] = listed(page, 'session_id');
    expect(listed(page, 'session_id')).toHaveLength(2);
    expect(page.text.match(/This browser/g)).toHaveLength(1);
    expect(page.text.indexOf('This browser')).toBeLessThan(page.text.indexOf(other ?? ''));

    const tokens = await world.tokens({ client, user, browser: there.browser, scope: 'openid' });
    expect(await isActive(tokens.access_token)).toBe(true);

    const fields = formAbout(page, 'session_id', other);
    const answer = await here.browser.post('/account/sessions/end', fields);
    expect(answer.status).toBe(303);
    expect(answer.location?.href).toBe(`${world.issuer}/account/sessions`);

    // I05: at once, with the tokens that live as long as the session.
    expect(await isSignedIn(world, there.browser.cookies.header)).toBe(false);
    expect(await isActive(tokens.access_token)).toBe(false);
    expect((await world.userinfo(tokens.access_token)).status).toBe(401);
    expect((await world.refresh(client, tokens.refresh_token ?? '')).json).toMatchObject({
      error: 'invalid_grant',
    });
    expect(listed(await revisit(here), 'session_id')).toEqual([own]);
    expect(await auditTrail(world, user.sub, 'session.revoked')).toContainEqual({
      ...{ type: 'session.revoked', actor: user.sub, client_id: null },
      object_id: other,
      facts: { ip: '127.0.0.1', userAgent: expect.any(String) },
    });
  });

  it('ending the one in use signs the browser out', async () => {
    const { browser, page } = await visit(world, user);
    const old = browser.cookies.header;
    const answer = await browser.post('/account/sessions/end', formAbout(page, 'session_id'));
    expect(answer.status).toBe(303);
    expect((await browser.follow(answer)).text).toContain('Signed out');
    expect(browser.cookies.get('session')).toBeUndefined();
    expect(await isSignedIn(world, old)).toBe(false);
  });

  it('ends no session of somebody else, and none twice', async () => {
    const victim = await visit(world, await world.createUser());
    const mine = await visit(world, user);
    const [id] = listed(victim.page, 'session_id');
    const fields = { ...formAbout(mine.page, 'session_id'), session_id: id };
    const answer = await mine.browser.post('/account/sessions/end', fields);
    expect(answer.status).toBe(303);
    await revisit(victim);

    const there = await visit(world, user);
    const [other] = listed(there.page, 'session_id');
    const end = () => mine.browser.post('/account/sessions/end', { ...fields, session_id: other });
    expect([(await end()).status, (await end()).status]).toEqual([303, 303]);
    const ended = (await auditTrail(world, user.sub, 'session.revoked')).filter(
      ({ object_id }) => object_id === other,
    );
    expect(ended).toHaveLength(1);
  });

  it('I35 "only opaque handles": no cookie value is on the page or in the audit trail', async () => {
    const here = await visit(world, user);
    const there = await visit(world, user);
    const page = await revisit(here);
    const secrets = [here, there].flatMap(({ browser }) => [
      browser.cookies.get('session') ?? '',
      browser.cookies.get('browser') ?? '',
    ]);
    expect(secrets.every((secret) => secret.length > 20)).toBe(true);
    const [other = ''] = listed(there.page, 'session_id');
    await here.browser.post('/account/sessions/end', formAbout(page, 'session_id', other));
    const trail = JSON.stringify(await auditTrail(world, user.sub, 'session.revoked'));
    expect(trail).toContain(other);
    for (const secret of secrets) {
      expect(page.text).not.toContain(secret);
      expect(trail).not.toContain(secret);
    }
    // A handle opens nothing.
    const name = there.browser.cookies.names.find((one) => one.endsWith('session')) ?? '';
    expect(await isSignedIn(world, `${name}=${listed(page, 'session_id')[0] ?? ''}`)).toBe(false);
  });
});

describe('consents', () => {
  it('are shown with the name of the application and its scopes in words', async () => {
    await world.tokens({ client, user, scope: 'openid email offline_access photos:read' });
    const { page } = await visit(world, user);
    const list = page.text.slice(page.text.indexOf('id="consents"'));
    for (const text of [
      'Photo Printing',
      'See your e-mail address',
      'See your photos',
      'Keep this access while you are away',
    ]) {
      expect(list).toContain(text);
    }
  });

  it('I34 "the user can revoke OAuth client access and refresh tokens" (ASVS 5 10.7.3): at once', async () => {
    const scope = 'openid offline_access';
    const tokens = await world.tokens({ client, user, scope });
    const other = await world.registerClient({ scope });
    const kept = await world.tokens({ client: other, user, scope });

    const { browser } = await visit(world, user);
    const page = await browser.get('/account/applications');
    expect(listed(page, 'consent_id')).toHaveLength(2);
    const fields = formWithin(page, 'Photo Printing');
    const answer = await browser.post('/account/consents/withdraw', fields);
    expect(answer.status).toBe(303);
    const after = await browser.follow(answer);
    expect(after.text).toContain('The application has no access any more.');
    expect(after.text).not.toContain('Photo Printing');

    expect(await isActive(tokens.access_token)).toBe(false);
    expect((await world.refresh(client, tokens.refresh_token ?? '')).json).toMatchObject({
      error: 'invalid_grant',
    });
    expect((await world.refresh(other, kept.refresh_token ?? '')).status).toBe(200);
    const { end } = await world.authorize({ client, user, scope, consent: 'cancel' });
    expect(end.parameters).toMatchObject({ error: 'access_denied' });
    expect(await auditTrail(world, user.sub, 'consent.revoked')).toContainEqual({
      ...{ type: 'consent.revoked', actor: user.sub, client_id: client.client_id },
      object_id: fields['consent_id'],
      facts: { ip: '127.0.0.1', userAgent: expect.any(String) },
    });
  });

  it('a new consent does not revive what rested on the withdrawn one', async () => {
    const before = await world.tokens({ client, user, scope: 'openid offline_access' });
    const { browser, page } = await visit(world, user);
    await browser.post('/account/consents/withdraw', formAbout(page, 'consent_id'));
    await world.tokens({ client, user, scope: 'openid offline_access' });
    expect(await isActive(before.access_token)).toBe(false);
    expect((await world.refresh(client, before.refresh_token ?? '')).status).toBe(400);
  });

  it('withdraws none of somebody else, and none twice', async () => {
    const victim = await world.createUser();
    const tokens = await world.tokens({ client, user: victim, scope: 'openid' });
    const [theirs] = listed((await visit(world, victim)).page, 'consent_id');
    const mine = await visit(world, user);
    const fields = { ...formAbout(mine.page, 'session_id'), consent_id: theirs };
    const answer = await mine.browser.post('/account/consents/withdraw', fields);
    expect(answer.status).toBe(303);
    expect(await isActive(tokens.access_token)).toBe(true);
  });
});

/** The hidden fields of the form in the entry about this application. */
function formWithin(page: Answer, clientName: string): Record<string, string> {
  const entry = page.text.slice(page.text.indexOf(clientName));
  const id = /name="consent_id" value="([\w-]+)"/.exec(entry)?.[1];
  return formAbout(page, 'consent_id', id);
}
