import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeChromium, launchChromium } from '../support/chromium.js';
import { atEndOfFile } from '../support/end-of-file.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { authorizationRequest, STATE } from './authorization-request.js';

/** A site of somebody else's: 127.0.0.1 is another site than localhost, where Gatehouse is. */
class ForeignSite {
  html = '';
  readonly requests: { url: URL; method: string; referer: string | undefined }[] = [];
  private readonly server = createServer((request, response) => {
    this.remember(request);
    response.setHeader('content-type', 'text/html').end(request.url === '/' ? this.html : '');
  });

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    atEndOfFile(() => new Promise((resolve) => this.server.close(resolve)));
  }

  private remember({ url = '/', method = '', headers }: IncomingMessage): void {
    const { referer } = headers;
    this.requests.push({ url: new URL(url, this.origin), method, referer });
  }

  /** A form that posts `fields` to `action` as soon as its page is there. */
  postsTo(action: string, fields: Record<string, unknown>, target = '_self'): void {
    const inputs = Object.entries(fields).map(
      ([name, value]) => `<input name="${name}" value="${String(value)}">`,
    );
    this.html =
      `<form method="post" action="${action}" target="${target}">${inputs.join('')}</form>` +
      '<iframe name="frame"></iframe><script>document.forms[0].submit()</script>';
  }

  callback(): URL | undefined {
    return this.requests.find(({ url }) => url.pathname === '/callback')?.url;
  }
}

describeChromium('Attacks on /authorize from another site, in Chromium', () => {
  const site = new ForeignSite();
  let world: LocalWorld;
  let chromium: Browser;
  let client: RegisteredClient;
  let user: RegisteredUser;

  beforeAll(async () => {
    await site.start();
    [world, chromium] = await Promise.all([startWorld(), launchChromium()]);
    client = await world.registerClient({ redirect_uris: [`${site.origin}/callback`] });
    user = await world.createUser();
  }, 30_000);

  async function visit(): Promise<Page> {
    site.requests.length = 0;
    site.html = '';
    return (await chromium.newContext()).newPage();
  }

  async function signIn(page: Page): Promise<void> {
    await page.fill('#username', user.username);
    await page.fill('#password', user.password);
    await page.click('#login-submit');
  }

  function address(changes = {}): string {
    const url = new URL('/authorize', world.issuer);
    const request = authorizationRequest(client, changes);
    for (const [name, value] of Object.entries(request)) url.searchParams.set(name, String(value));
    return url.href;
  }

  it('A29 the forms of our own pages are accepted although they come with Origin: null', async () => {
    const page = await visit();
    const origins: unknown[] = [];
    page.on('request', (request) => {
      const isForm = request.method() === 'POST';
      if (isForm) void request.allHeaders().then((headers) => origins.push(headers['origin']));
    });
    await page.goto(address());
    await signIn(page);
    await page.click('#consent-approve');
    await page.waitForURL(`${site.origin}/callback?**`);
    expect(site.callback()?.searchParams.get('code')).toMatch(/^gh_ac_/);
    expect(origins).toEqual(['null', 'null']);
    await page.context().close();
  });

  it('A38 a request posted from another site keeps single sign-on, and works without a session', async () => {
    const page = await visit();
    site.postsTo(`${world.issuer}/authorize`, authorizationRequest(client));
    await page.goto(site.origin);
    await signIn(page);
    await page.waitForURL(`${site.origin}/callback?**`);
    expect(site.callback()?.searchParams.get('code')).toMatch(/^gh_ac_/);

    site.requests.length = 0;
    await page.goto(site.origin);
    await page.waitForURL(`${site.origin}/callback?**`);
    expect(site.callback()?.searchParams.get('state')).toBe(STATE);
    expect(site.callback()?.searchParams.get('code')).toMatch(/^gh_ac_/);
    await page.context().close();
  });

  it('A29 a consent form posted from another site grants nothing', async () => {
    const page = await visit();
    const other = await world.registerClient({ redirect_uris: [`${site.origin}/callback`] });
    await page.goto(address({ client_id: other.client_id }));
    await signIn(page);
    await page.waitForSelector('#consent-approve');
    const csrf = await page.inputValue('input[name=csrf]');
    // Even somebody who has learnt the token of the page cannot use it from elsewhere.
    site.postsTo(`${page.url()}/consent`, { csrf });
    const answer = page.waitForResponse(/\/consent$/);
    await page.goto(site.origin);
    expect((await answer).status()).toBe(403);
    expect(site.callback()).toBeUndefined();
    await page.context().close();
  });

  it('A25 no page can be framed', async () => {
    const page = await visit();
    site.html = `<iframe name="framed" src="${address().replaceAll('&', '&amp;')}"></iframe>`;
    const refused = page.waitForEvent('console', (message) =>
      message.text().includes('frame-ancestors'),
    );
    await page.goto(site.origin);
    await refused;
    for (const frame of page.frames()) expect(await frame.locator('#username').count()).toBe(0);
    await page.context().close();
  });

  it('A26 no address of ours reaches another site as its referrer', async () => {
    const page = await visit();
    await page.goto(address());
    await signIn(page);
    await page.waitForURL(`${site.origin}/callback?**`);
    expect(site.requests.length).toBeGreaterThan(0);
    for (const { referer } of site.requests) expect(referer ?? '').not.toContain(world.issuer);
    await page.context().close();
  });
});
