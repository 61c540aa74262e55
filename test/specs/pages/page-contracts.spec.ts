import { describe, expect, it } from '@jest/globals';
import { loginWithPassword, type PageModels, renderPage } from './all-pages.js';

const client = { name: 'Photo Printing' };
const form = { action: '/interaction/1', cancelAction: '/interaction/1/cancel', csrf: 'token' };
const user = { name: 'Alice Example', username: 'alice' };
const scopes = [{ name: 'email', description: 'See your e-mail address' }];

/** The opening tag that carries the id. */
const element = (html: string, id: string) =>
  new RegExp(`<[a-z]+ [^>]*\\bid="${id}"[^>]*>`).exec(html)?.[0] ?? '';

describe('sign-in page', () => {
  const login = (typed: { username?: string; error?: string } = {}, shown = client) =>
    renderPage('login', loginWithPassword(shown, typed));

  it('has #username, #password, #login-submit, #cancel and the text "Sign in"', () => {
    const html = login();
    expect(html).toContain('<h1>Sign in</h1>');
    expect(element(html, 'username')).toMatch(/name="username".* autocomplete="username webauthn"/);
    expect(element(html, 'password')).toMatch(/name="password".* autocomplete="current-password"/);
    expect(element(html, 'login-submit')).toMatch(/^<button .*type="submit"/);
    expect(element(html, 'cancel')).toMatch(/formaction="\/interaction\/1\/cancel" formnovalidate/);
  });

  it('submits by Enter: the first button of the form signs in', () => {
    expect(/<button [^>]*id="([^"]+)"/.exec(login())?.[1]).toBe('login-submit');
  });

  it('starts in the first empty field; login_hint prefilled', () => {
    expect(element(login(), 'username')).toContain(' autofocus');
    const hinted = login({ username: 'alice@example.com' });
    expect(element(hinted, 'username')).toContain('value="alice@example.com"');
    expect(element(hinted, 'username')).not.toContain('autofocus');
    expect(element(hinted, 'password')).toContain(' autofocus');
  });

  it('never writes a password back', () => {
    expect(element(login({ error: 'No.' }), 'password')).not.toContain('value=');
  });

  it('announces an error and ties it to both fields', () => {
    const html = login({ error: 'The username or the password is not right.' });
    expect(element(html, 'login-error')).toContain('role="alert"');
    for (const id of ['username', 'password']) {
      expect(element(html, id)).toContain('aria-invalid="true" aria-describedby="login-error"');
    }
    expect(login()).not.toMatch(/role="alert"|aria-invalid/);
  });

  it("shows the client's logo (img.client-logo), policy and terms links", () => {
    const shown = {
      ...client,
      logoUri: '/logos/1',
      policyUri: 'https://a.example/p',
      tosUri: 'https://b.example/t',
    };
    const html = login({}, shown);
    expect(html).toContain('<img class="client-logo" src="/logos/1"');
    expect(html).toMatch(/<a href="https:\/\/a\.example\/p"[^>]*><span>Privacy policy<\/span>/);
    expect(html).toMatch(/<a href="https:\/\/b\.example\/t"[^>]*><span>Terms<\/span>/);
    expect(html).toContain('<span class="host">b.example</span>');
  });
});

describe('consent page', () => {
  const consent = (changes: Partial<PageModels['consent']> = {}) =>
    renderPage('consent', {
      ...{ ...form, otherAction: '/other', client, user, scopes },
      ...{ resources: [], offlineAccess: false },
      ...{ redirectHost: 'print.example', ...changes },
    });

  it('has #consent-approve (Allow) before #cancel (Deny)', () => {
    expect(consent()).toMatch(
      /id="consent-approve" type="submit">Allow<[\s\S]*id="cancel"[^>]*>Deny</,
    );
    expect(element(consent(), 'cancel')).toContain('formaction="/interaction/1/cancel"');
  });

  it('says who asks, for what in words, where it leads and who is signed in', () => {
    const html = consent({ resources: [{ name: 'Photo Library' }] });
    for (const shown of ['Photo Printing', 'See your e-mail address', 'Photo Library']) {
      expect(html).toContain(`<bdi>${shown}</bdi>`);
    }
    expect(html).toMatch(/Signed in as <strong><bdi>Alice Example<\/bdi>/);
    expect(html).toMatch(/go on to <strong class="host"><bdi>print\.example</);
  });

  it('tells of access that lasts only when it is asked for', () => {
    expect(consent({ offlineAccess: true })).toContain('while you are away');
    expect(consent()).not.toContain('while you are away');
  });

  it('warns of a client nobody verified', () => {
    expect(consent({ client: { ...client, unverified: true } })).toContain('registered itself');
    expect(consent()).not.toContain('registered itself');
  });
});

describe('other pages', () => {
  it('error: "Authorization error" unless titled, the code, the description, the reference', () => {
    const shown = { error: 'invalid_request', description: 'Unknown client.', reference: 'R-1' };
    const html = renderPage('error', shown);
    expect(html).toContain('<h1>Authorization error</h1>');
    for (const text of Object.values(shown)) expect(html).toContain(`>${text}<`);
    const titled = renderPage('error', { ...shown, title: 'Logout error' });
    expect(titled).toContain('<h1>Logout error</h1>');
    expect(titled).not.toContain('Authorization error');
  });

  it('logout: #logout-confirm, and a way to stay', () => {
    const html = renderPage('logout', { action: '/logout', csrf: 'token' });
    expect(element(html, 'logout-confirm')).toMatch(/^<button .*type="submit"/);
    expect(element(html, 'cancel')).toContain('href="/account"');
    expect(renderPage('signed-out', {})).toContain('<h1>Signed out</h1>');
  });

  it('logout: what was wrong with the request, under "Logout error", and still a way out', () => {
    const error = { code: 'invalid_request', description: 'Not ours.', reference: 'R-2' };
    const html = renderPage('logout', { action: '/logout', csrf: 'token', error });
    expect(html).toContain('<h1>Logout error</h1>');
    for (const text of ['invalid_request', 'Not ours.', 'R-2']) expect(html).toContain(text);
    expect(element(html, 'logout-confirm')).toMatch(/^<button .*type="submit"/);
  });

  it('signed out: a way back to the application, if that is one that can be followed', () => {
    const onward = (uri: string) =>
      element(renderPage('signed-out', { onward: { uri, name: 'Print' } }), 'continue');
    expect(onward('https://a.example/bye?state=1&x=2')).toContain('?state=1&amp;x=2"');
    expect(onward('com.example.app:/bye')).toContain('href="com.example.app:/bye"');
    expect(onward('javascript:alert(1)')).toBe('');
  });

  it('form_post: works by hand where scripts do not run', () => {
    const html = renderPage('form-post', {
      ...{ action: 'https://a.example/cb?x=1&y=2', nonce: 'n' },
      parameters: [{ name: 'code', value: 'c' }],
    });
    expect(html).toContain('<form method="post" action="https://a.example/cb?x=1&amp;y=2">');
    expect(element(html, 'continue')).toMatch(/^<button .*type="submit"/);
  });

  it.each([
    [0, 'asked just now'],
    [1, 'asked a minute ago'],
    [7, 'asked 7 minutes ago'],
  ])('device: when and where it asked, %s minutes ago', (minutesAgo, words) => {
    const asked = { at: 0, minutesAgo, ip: '192.0.2.1', sameNetwork: false };
    const page = (changes: object) =>
      renderPage('device-confirm', {
        ...{ ...form, client, scopes, user, userCode: 'BCDF-GHJK' },
        asked: { ...asked, ...changes },
      });
    expect(page({})).toContain(words);
    expect(page({})).toMatch(/<time datetime="1970-01-01T00:00:00.000Z">1 Jan 1970, 00:00 UTC</);
    expect(page({})).toMatch(/another network than you use now[^]*192\.0\.2\.1/);
    expect(page({ sameNetwork: true })).toContain('from the network that you use now');
    expect(page({ ip: undefined })).not.toContain('network');
  });

  it('device: outcome in words', () => {
    expect(renderPage('device-done', { approved: true })).toContain('<h1>Device connected</h1>');
    expect(renderPage('device-done', { approved: false })).toContain('Device not connected');
  });
});

describe('account pages', () => {
  const frame = { csrf: 'token', linkable: false, desk: false };

  it('asks for the old password and twice for the new one', () => {
    const html = renderPage('security', {
      ...frame,
      ...{ signals: [], scripts: [] },
      ...{
        user,
        usernameToken: 't',
        credentialVersion: 1,
        ways: 'By password.',
        hasPassword: true,
      },
      ...{
        passwordRule: 'At least 15 characters.',
        authenticators: [],
        enrolments: [],
        trustedBrowsers: [],
      },
      passwordError: { text: 'Too short.', aboutNew: true },
    });
    expect([...html.matchAll(/type="password" autocomplete="([^"]+)"/g)].map(([, v]) => v)).toEqual(
      ['current-password', 'new-password', 'new-password'],
    );
    expect(element(html, 'new-password')).toContain('aria-describedby="password-error"');
    expect(element(html, 'new-password-again')).toContain('aria-invalid="true"');
    expect(element(html, 'current-password')).not.toContain('aria-invalid');
  });

  it('lists sessions with the time in UTC, and a button for each', () => {
    const html = renderPage('sessions', {
      ...frame,
      sessions: [
        {
          ...{ id: 'one', startedAt: 1763700000, lastSeenAt: 1763700060, current: true },
          ...{ proofs: 'Password', applications: [] },
        },
      ],
    });
    expect(html).toContain('<time datetime="2025-11-21T04:40:00.000Z">21 Nov 2025, 04:40 UTC<');
    expect(html).toContain('<input type="hidden" name="session_id" value="one">');
    expect(html).toContain('This browser');
    expect(html).not.toContain('end-others');
  });

  it('tells where there is nothing', () => {
    const html = renderPage('applications', { ...frame, consents: [], authorizations: [] });
    expect(html).toContain('You have not allowed any application');
  });

  it('has one menu, which says where one is', () => {
    const html = renderPage('applications', { ...frame, consents: [], authorizations: [] });
    expect(html.match(/aria-current="page"/g)).toHaveLength(1);
    expect(element(html, 'menu-applications')).toContain('aria-current="page"');
    expect(html).not.toContain('menu-linked');
    const linkable = { ...frame, linkable: true, consents: [], authorizations: [] };
    expect(renderPage('applications', linkable)).toContain('menu-linked');
  });
});
