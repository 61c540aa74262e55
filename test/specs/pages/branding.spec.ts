// WCAG 2.2 §1.4.3; the pages of an enterprise are known by its name.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LocalWorld, startWorld } from '../../support/world.js';

describe('branding', () => {
  let world: LocalWorld;

  beforeAll(async () => {
    world = await startWorld();
  }, 60_000);

  afterAll(async () => {
    await set(Object.fromEntries(MEMBERS.map((name) => [name, null])));
  });

  const MEMBERS = ['product_name', 'logo_uri', 'accent', 'accent_dark', 'support'];
  const set = (members: object) => world.admin.patch('/settings/branding', members);

  it('the name is on pages, on errors and on what has no route', async () => {
    expect((await set({ product_name: 'Example & Söhne' })).status).toBe(200);
    for (const path of ['/', '/recover', '/nothing', '/authorize', '/logout', '/docs/problems']) {
      const { text } = await world.get(path, { accept: 'text/html' });
      expect([path, text]).toEqual([path, expect.stringContaining('Example &amp; Söhne</title>')]);
      expect(text).not.toContain('Gatehouse</title>');
    }
  });

  it('support is on every page, those that refuse first of all', async () => {
    expect((await set({ support: 'help@corp.example' })).status).toBe(200);
    const mailed = 'href="mailto:help@corp.example"';
    for (const path of ['/', '/nothing', '/authorize', '/interaction/x']) {
      const { text } = await world.get(path, { accept: 'text/html' });
      expect([path, text]).toEqual([path, expect.stringContaining(mailed)]);
    }
    expect((await set({ support: 'https://corp.example/help' })).status).toBe(200);
    expect((await world.get('/authorize', { accept: 'text/html' })).text).toContain(
      'href="https://corp.example/help"',
    );
    await set({ support: null });
    expect((await world.get('/', { accept: 'text/html' })).text).not.toContain('id="support"');
  });

  it.each([
    'javascript:alert(1)',
    'http://corp.example/',
    'nobody',
    'a@b?subject=x',
    'https://u:p@x.example',
  ])('L01 %s is no contact', async (support) => {
    const { status, json } = await set({ support });
    expect([status, json.errors?.[0]?.pointer]).toEqual([400, '/support']);
  });

  it('an accent that cannot be read is refused with the nearest that can, which is then taken', async () => {
    const refused = await set({ accent: '#ffcc00', accent_dark: '#0000ff' });
    expect(refused.status).toBe(400);
    const nearest = Object.fromEntries(
      (refused.json.errors as { pointer: string; detail: string }[]).map(({ pointer, detail }) => [
        pointer.slice(1),
        /#[0-9a-f]{6}$/.exec(detail.replace(/\.$/, ''))?.[0],
      ]),
    );
    expect(Object.keys(nearest).sort()).toEqual(['accent', 'accent_dark']);
    expect((await set(nearest)).status).toBe(200);
    const { text } = await world.get('/', { accept: 'text/html' });
    const [, sheet = ''] = /href="(\/brand\/accent\.[^"]+\.css)"/.exec(text) ?? [];
    const style = await world.get(sheet);
    expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(style.headers.get('cache-control')).toContain('immutable');
    for (const colour of Object.values(nearest))
      expect(style.text).toContain(`--accent: ${colour};`);
  });

  it('L02 a style sheet of colours that nobody can read does not exist, nor one of anything else', async () => {
    for (const name of [
      'accent.ffcc00-86cdb6.css',
      'accent.1f5f50-86cdb6;}.css',
      'x',
      'logo.css',
    ]) {
      expect([name, (await world.get(`/brand/${name}`)).status]).toEqual([name, 404]);
    }
  });

  it('A26 a logo is never loaded from elsewhere; one that cannot be had is not shown', async () => {
    expect((await set({ logo_uri: 'http://corp.example/logo.png' })).status).toBe(400);
    expect((await set({ logo_uri: 'https://127.0.0.1:1/logo.png' })).status).toBe(200);
    const { text } = await world.get('/', { accept: 'text/html' });
    expect(text).toMatch(/<img class="brand-logo" src="\/assets\//);
    expect(text).not.toContain('127.0.0.1:1');
    expect((await world.get('/brand/logo')).status).toBe(404);
  });
});
