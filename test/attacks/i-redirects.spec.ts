import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/answer.js';
import { rawHttp } from '../support/raw-http.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { LoginForm, signedIn } from './login-form.js';

const EVIL = [
  ...['https://evil.example/', '//evil.example', '/\\evil.example', '\\\\evil.example'],
  ...['/%09/evil.example', '/\t/evil.example', 'https:evil.example', 'https:/evil.example'],
  ...['http://localhost@evil.example', 'javascript:alert(1)', '/%5cevil.example'],
  ...['%2f%2fevil.example', '///evil.example', '/.evil.example', ' //evil.example'],
  ...['data:text/html,x', 'https://evil.example%23.localhost', '\u2044\u2044evil.example'],
];
const NAMES = [
  ...['returnTo', 'return_to', 'continue', 'next', 'redirect', 'redirect_to', 'url', 'target'],
  ...['rd', 'r', 'ReturnUrl', 'callback', 'dest', 'destination', 'goto', 'post_login_redirect'],
];

describe('where people end up after signing in', () => {
  let world: LocalWorld;
  let client: RegisteredClient;
  let user: RegisteredUser;

  beforeAll(async () => {
    world = await startWorld();
    client = await world.registerClient({ first_party: true });
    user = await world.createUser();
  });

  const tail = (value: string) =>
    NAMES.map((name) => `${name}=${encodeURIComponent(value)}`).join('&');

  function expectOurs(answer: Answer): void {
    const { location } = answer;
    const ours = location === undefined || location.origin === world.issuer;
    expect([answer.url.href, location?.href ?? 'none', ours]).toEqual([
      ...[answer.url.href, location?.href ?? 'none', true],
    ]);
    expect(answer.headers.get('refresh')).toBeNull();
    // The same page in another language is at its own address, with all that stands in it.
    const links = /href="\/language\/\w+\?to=%2F[^"/]*"/g;
    expect(answer.text.replaceAll(links, '')).not.toContain('evil.example');
  }

  it.each(EVIL)('I29 %j in the address of a page leads nowhere', async (value) => {
    for (const path of ['/', '/account', '/logout', '/docs', `/interaction/${'a'.repeat(43)}`]) {
      expectOurs(await world.browser().get(`${path}?${tail(value)}`));
    }
  });

  it.each(EVIL)('I29 %j beside a login form, or in it, changes nothing', async (value) => {
    const browser = world.browser();
    // Control characters are refused in any parameter (attack A20): those go into the address of the form only.
    const refused = value.includes('\t');
    const all = refused ? {} : Object.fromEntries(NAMES.map((name) => [name, value]));
    const form = await LoginForm.open(world, client, { browser, changes: all });
    expectOurs(form.page);
    const { pathname } = form.page.url;
    const beside = await browser.get(`${pathname}?${tail(value)}`);
    expectOurs(beside);
    const again = refused ? await browser.get(pathname) : beside;
    const { username, password } = user;
    const { action, fields } = again.formWith('login-submit');
    const posted = { ...fields, ...all, username, password };
    const answer = await browser.post(`${action}?${tail(value)}`, posted);
    expect(signedIn(answer)).toBe(true);
    expect(answer.location?.pathname).toMatch(/^\/authorize\/[\w-]{43}$/);
    const end = await browser.follow(answer);
    expect(end.location?.href.startsWith(`${client.redirect_uris[0]}?`)).toBe(true);
    expect(end.location?.href).not.toContain('evil.example');
  });

  it('I29 the host that somebody names in the request line gets nobody', async () => {
    const lines = [
      'GET http://evil.example/account HTTP/1.1',
      'GET https://evil.example:443/account?x=1 HTTP/1.1',
      'GET //evil.example/account HTTP/1.1',
      'GET /%2e%2e//evil.example/account HTTP/1.1',
    ];
    for (const line of lines) {
      const head = `${line}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`;
      const answer = await rawHttp(world.application.origin, head);
      expect(answer.raw).not.toContain('evil.example');
      if (answer.status !== 404) expect(answer.header('location')).toMatch(/^\/interaction\//);
    }
    const stored: { return_to: string }[] = await world.query('SELECT return_to FROM interactions');
    for (const { return_to: path } of stored)
      expect(path).toMatch(/^\/(account(\?x=1)?|authorize\/[\w-]+)$/);
  });
});
