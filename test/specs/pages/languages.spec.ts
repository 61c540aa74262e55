// OIDC Core §3.1.2.1, `ui_locales`; RFC 9110 §12.5.4.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { textsFor } from '#platform/texts';
import { authorizationRequest } from '../../attacks/authorization-request.js';
import { type LocalWorld, startWorld } from '../../support/world.js';
import { visit } from '../account/visits.js';

let world: LocalWorld;

beforeAll(async () => {
  world = await startWorld();
}, 60_000);

afterAll(async () => {
  await set({ default: null, offered: null });
});

const set = (members: object) => world.admin.patch('/settings/languages', members);
const read = (path: string, headers: Record<string, string> = {}) =>
  world.get(path, { accept: 'text/html', ...headers });
const german = { 'accept-language': 'de-CH, en;q=0.5' };

describe('the language of a page', () => {
  it.each([
    ['de', 'de'],
    ['de-AT,en;q=0.9', 'de'],
    ['en;q=0.9, de', 'de'],
    ['de;q=0, en', 'en'],
    ['pl, de;q=0.1', 'de'],
    ['fr-CA, de', 'fr'],
    ['pl', 'en'],
    ['*', 'en'],
    ['x'.repeat(5000), 'en'],
  ])('is what the browser says: %s', async (accepted, language) => {
    const { text, headers } = await read('/recover', { 'accept-language': accepted });
    expect(text).toContain(`<html lang="${language}"`);
    expect(headers.get('content-language')).toBe(language);
    expect(text).toContain(`<h1>${textsFor(language as 'de').recover.title}</h1>`);
  });

  it('is that of errors too, on what has no route as well', async () => {
    for (const path of ['/nothing', '/interaction/x', '/authorize']) {
      expect((await read(path, german)).text).toContain('<html lang="de"');
    }
    expect((await read('/interaction/x', german)).text).toContain('Diese Anmeldung ist abgelaufen');
  });

  it('is what somebody chooses at its foot, whatever their browser says', async () => {
    const browser = world.browser();
    const page = await browser.get('/recover');
    const [, href = ''] = /id="language-de" href="([^"]+)"/.exec(page.text) ?? [];
    const answer = await browser.get(href.replaceAll('&amp;', '&'));
    expect([answer.status, answer.location?.href]).toEqual([303, `${world.issuer}/recover`]);
    expect((await browser.follow(answer)).text).toContain('<html lang="de"');
    expect((await browser.get('/')).text).toContain('<html lang="de"');
  });

  it('a language that there is not is said to be none', async () => {
    const { status, text, headers } = await read('/language/xx');
    expect([status, text]).toEqual([404, expect.stringContaining('No page is there in this')]);
    expect(headers.get('set-cookie')).toBeNull();
  });

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'x'])(
    'I29 the choice leads nowhere else: %s',
    async (to) => {
      const { status, headers } = await read(`/language/de?to=${encodeURIComponent(to)}`);
      expect([status, headers.get('location')]).toEqual([303, '/']);
    },
  );

  it('is what the application asks for before all of that, on each page of the request', async () => {
    const client = await world.registerClient();
    const user = await world.createUser({ locale: 'en' });
    const browser = world.browser();
    const request = authorizationRequest(client, { ui_locales: 'pl de' });
    const login = await browser.open('/authorize', request);
    expect(login.text).toContain('<h1>Anmelden</h1>');
    const { username, password } = user;
    const refused = await browser.click(login, 'login-submit', { username, password: 'wrong one' });
    expect(refused.text).toContain('Der Benutzername oder das Passwort ist falsch.');
    const consent = await browser.follow(
      await browser.click(login, 'login-submit', { username, password }),
    );
    expect(consent.text).toContain('Zugriff erlauben?');
    expect(consent.text).toContain('Wissen, wer Sie sind');
  });

  it('is that of the person once it is known who they are', async () => {
    const user = await world.createUser({ locale: 'de-DE' });
    const { browser } = await visit(world, user);
    const page = await browser.get('/account/security');
    expect(page.text).toContain('<h1>Sicherheit</h1>');
    expect(page.text).toContain('Sie melden sich an mit: Passwort.');
  });

  it('is the default of the installation otherwise, and only that where no other is offered', async () => {
    expect((await set({ default: 'de', offered: 'default' })).status).toBe(200);
    for (const accepted of ['en', 'pl']) {
      const { text } = await read('/recover', { 'accept-language': accepted });
      expect(text).toContain('<html lang="de"');
      expect(text).not.toContain('id="language-en"');
    }
    await set({ default: null, offered: null });
  });

  it('is told in the metadata; what programs read stays English', async () => {
    const { json } = await world.get('/.well-known/openid-configuration');
    expect(json.ui_locales_supported).toEqual(['en', 'de', 'fr', 'es']);
    const answer = await world.get('/account/api/profile', german);
    expect(answer.headers.get('content-language')).toBeNull();
    expect(answer.text).not.toMatch(/[äöüß]/);
  });
});
