import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type LocalWorld, type RegisteredUser, startWorld } from '../../support/world.js';
import { formAbout, isSignedIn, listed, revisit, type Visit, visit } from './visits.js';

/** What each form of the account page would change, filled in so that it would. */
const FORMS = [
  '/account/password',
  '/account/sessions/end',
  '/account/consents/withdraw',
  '/account/authorizations/end',
] as const;

let world: LocalWorld;
let user: RegisteredUser;
let here: Visit;

beforeAll(async () => {
  world = await startWorld();
});

beforeEach(async () => {
  user = await world.createUser();
  const scope = 'openid offline_access';
  const client = await world.registerClient({ scope });
  await world.tokens({ client, user, scope });
  here = await visit(world, user);
});

function filled(): Record<string, string> {
  const { csrf = '' } = formAbout(here.page, 'session_id');
  const again = 'an entirely new passphrase';
  return {
    csrf,
    current_password: user.password,
    new_password: again,
    new_password_again: again,
    session_id: listed(here.page, 'session_id')[1] ?? '',
    consent_id: listed(here.page, 'consent_id')[0] ?? '',
    authorization_id: listed(here.page, 'authorization_id')[0] ?? '',
  };
}

async function expectNothingChanged(): Promise<void> {
  const page = await revisit(here);
  expect(listed(page, 'session_id')).toEqual(listed(here.page, 'session_id'));
  for (const field of ['consent_id', 'authorization_id'] as const) {
    expect(listed(page, field)).toEqual(listed(here.page, field));
  }
  await visit(world, user);
}

describe.each(FORMS)('the form at %s', (path) => {
  it('works as it is filled in here', async () => {
    expect((await here.browser.post(path, filled())).status).toBe(303);
  });

  it('A29 no anti-CSRF token, or one that was made up: 403', async () => {
    for (const csrf of [undefined, '', 'x'.repeat(43)]) {
      expect((await here.browser.post(path, { ...filled(), csrf })).status).toBe(403);
    }
    await expectNothingChanged();
  });

  it('A29 "token bound to session": that of another person, browser, session or form: 403', async () => {
    const attacker = await visit(world, await world.createUser());
    const elsewhere = await visit(world, user);
    const logout = await here.browser.get('/logout');
    const foreign = [
      formAbout(attacker.page, 'session_id')['csrf'],
      formAbout(elsewhere.page, 'session_id')['csrf'],
      logout.formWith('logout-confirm').fields['csrf'],
    ];
    expect(new Set([...foreign, filled()['csrf']]).size).toBe(4);
    for (const csrf of foreign) {
      expect(csrf).toHaveLength(43);
      expect((await here.browser.post(path, { ...filled(), csrf })).status).toBe(403);
    }
    const own = here.browser.cookies.get('browser') ?? '';
    // The same browser, but the session that the form was shown in has ended.
    const next = await visit(world, await world.createUser(), signedOut());
    expect(next.browser.cookies.get('browser')).toBe(own);
    expect((await next.browser.post(path, filled())).status).toBe(403);
  });

  it.each<[string, Record<string, string>]>([
    ['Origin', { origin: 'https://evil.example' }],
    ['Sec-Fetch-Site: cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['Sec-Fetch-Site: same-site', { 'sec-fetch-site': 'same-site' }],
  ])('A29 sent from another site (%s): 403', async (_name, headers) => {
    const answer = await here.browser.post(path, filled(), headers);
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('was sent from another site');
    await expectNothingChanged();
  });

  it('J04 a link or an image does nothing: only POST is answered', async () => {
    const answer = await here.browser.get(path, filled());
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
    await expectNothingChanged();
  });

  it('a field that comes twice is refused', async () => {
    const fields = { ...filled(), new_password: ['one passphrase 1', 'one passphrase 2'] };
    expect((await here.browser.post(path, fields)).status).toBe(400);
    await expectNothingChanged();
  });

  it('without a session it leads to the login page and changes nothing', async () => {
    const browser = signedOut();
    const answer = await browser.post(path, filled());
    expect(answer.status).toBe(303);
    expect(answer.location?.pathname).toMatch(/\/interaction\//);
    await expectNothingChanged();
  });

  it('JSON is no form: 415', async () => {
    const answer = await here.browser.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: world.issuer },
      body: JSON.stringify(filled()),
    });
    expect(answer.status).toBe(415);
    await expectNothingChanged();
  });
});

describe('an attempt from another site', () => {
  it('I07 spends none of the attempts at the password', async () => {
    const forged = { ...filled(), current_password: 'wrong' };
    for (let attempt = 0; attempt < 12; attempt++) {
      const answer = await here.browser.post('/account/password', forged, {
        origin: 'https://evil.example',
      });
      expect(answer.status).toBe(403);
    }
    expect((await here.browser.post('/account/password', filled())).status).toBe(303);
    expect(await isSignedIn(world, here.browser.cookies.header)).toBe(true);
  });
});

/** The same browser after its session cookie is gone. */
function signedOut() {
  const browser = world.browser();
  const name = here.browser.cookies.names.find((one) => one.endsWith('browser')) ?? '';
  browser.cookies.set(name, here.browser.cookies.get('browser') ?? '');
  return browser;
}
