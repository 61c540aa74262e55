import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { describeChromium, launchChromium, screenshot } from '../support/chromium.js';
import { clock } from '../support/clock.js';
import { type LocalWorld, startWorld } from '../support/world.js';
import { overflowAt } from './accessibility.js';

let world: LocalWorld;
let chromium: Browser;
let context: BrowserContext;

beforeAll(async () => {
  world = await startWorld();
  chromium = await launchChromium();
}, 60_000);

afterEach(async () => {
  await context.close();
});

/** Opens the groups of operations that are tried out here. */
async function unfold(page: Page): Promise<void> {
  for (const tag of ['clients', 'users', 'tokens']) {
    await page.locator(`.opblock-tag[data-tag="${tag}"]`).click();
  }
  await page.waitForSelector('.opblock');
}

/** Opens Swagger UI and notes what the browser complains about. */
async function open(path = '/docs', timed = false): Promise<{ page: Page; complaints: string[] }> {
  context = await chromium.newContext({ viewport: { width: 1200, height: 900 } });
  context.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  context.on('weberror', (error) => complaints.push(String(error.error())));
  const page = await context.newPage();
  if (timed) await page.clock.install();
  await page.goto(world.issuer + path);
  await unfold(page);
  return { page, complaints };
}

const scheme = (page: Page, name: string): Locator =>
  page.locator('.auth-container', { has: page.locator('h4', { hasText: name }) });

const operation = (page: Page, method: string, path: string): Locator =>
  page.locator(`.opblock-${method}`, { has: page.locator(`[data-path="${path}"]`) });

/** Presses Authorize and signs in in the window that opens. */
async function signIn(
  page: Page,
  { username, password } = { username: 'admin', password: world.application.adminPassword },
): Promise<void> {
  await page.click('.btn.authorize');
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    scheme(page, 'gatehouse').locator('button.authorize').click(),
  ]);
  await popup.fill('#username', username);
  await popup.fill('#password', password);
  await Promise.all([popup.waitForEvent('close'), popup.click('#login-submit')]);
  await scheme(page, 'gatehouse').locator('button', { hasText: 'Logout' }).waitFor();
}

const closeDialogue = (page: Page) => page.locator('.close-modal').click();

/** Opens the operation, fills in what `prepare` does, executes it, and reads the answer shown. */
async function execute(
  block: Locator,
  prepare: (block: Locator) => Promise<unknown> = async () => undefined,
): Promise<{ status: string; body: any }> {
  await block.locator('.opblock-summary-control').click();
  await block.locator('button.execute').waitFor();
  await prepare(block);
  await block.locator('button.execute').click();
  const answer = block.locator('.live-responses-table');
  // That of a list is folded under its table.
  const body = await answer.locator('.highlight-code pre, .microlight').first().textContent();
  const status = await answer.locator('.response-col_status').last().innerText();
  return { status: status.trim().slice(0, 3), body: JSON.parse(body ?? '') };
}

/** In words, as the browser of the test says them. */
async function expectTime(times: Locator, place: string, seconds: number): Promise<void> {
  const row = times.locator('tr', { has: times.page().locator(`th:text-is("${place}")`) });
  const year = String(new Date(seconds * 1000).getFullYear());
  expect(await row.locator('td').innerText()).toMatch(new RegExp(`day.*${year}`));
}

describeChromium('Swagger UI', () => {
  it('signs the admin in through the code flow, and everything can be tried out', async () => {
    const { page, complaints } = await open();
    await screenshot(page, 'swagger-ui');
    await page.click('.btn.authorize');
    await screenshot(page, 'swagger-ui-authorize');
    await closeDialogue(page);
    await signIn(page);
    await closeDialogue(page);

    const list = await execute(operation(page, 'get', '/admin/clients'));
    expect(list.status).toBe('200');
    expect(list.body.items.map((item: any) => item.client_id)).toContain('swagger-ui');
    const times = operation(page, 'get', '/admin/clients').locator('.gatehouse-times');
    const [{ client_id_issued_at: issuedAt }] = list.body.items;
    await expectTime(times, '/items/0/client_id_issued_at', issuedAt);

    const created = await execute(operation(page, 'post', '/admin/clients'), (block) =>
      block.locator('.examples-select select').first().selectOption('machine'),
    );
    expect(created.status).toBe('201');
    expect(created.body).toMatchObject({ grant_types: ['client_credentials'] });
    const { client_id, client_secret } = created.body;

    const block = operation(page, 'post', '/token#client_credentials');
    await block.locator('.authorization__btn').click();
    const basic = scheme(page, 'client_secret_basic');
    await basic.locator('input').first().fill(client_id);
    await basic.locator('input[type=password]').fill(client_secret);
    await basic.locator('button.authorize').click();
    await closeDialogue(page);
    const [request, token] = await Promise.all([
      page.waitForRequest((sent) => sent.url().startsWith(`${world.issuer}/token`)),
      execute(block),
    ]);
    expect(request.postData()).toBe('grant_type=client_credentials');
    expect(token.status).toBe('200');
    expect(token.body).toMatchObject({ token_type: 'Bearer', scope: '' });
    expect(token.body.access_token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    await screenshot(page, 'swagger-ui-token');
    expect(complaints).toEqual([]);
  }, 60_000);

  it('renews the token, says who has signed in and what they may do, and signs them out', async () => {
    const { page } = await open('/docs', true);
    await signIn(page);
    await closeDialogue(page);
    const bar = page.locator('.gatehouse-session');
    await bar.getByText('Signed in as admin').waitFor();
    await bar.locator('summary').click();
    expect(await bar.innerText()).toContain('clients:write');
    await screenshot(page, 'swagger-ui-signed-in');

    // Half an hour, in which a token would have expired three times.
    for (let minute = 0; minute < 30; minute++) {
      clock.advance(60);
      await page.clock.runFor(60_000);
      // A renewal that began by now is over before the next minute begins.
      await page.evaluate(`fetch('/health/live')`);
      await sleep(50);
    }
    const list = await execute(operation(page, 'get', '/admin/clients'));
    expect(list.status).toBe('200');

    await Promise.all([page.waitForURL(`${world.issuer}/docs`), page.click('#docs-sign-out')]);
    await page.waitForSelector('.opblock-tag');
    expect(await page.locator('.gatehouse-session').count()).toBe(0);
    await page.goto(`${world.issuer}/account`);
    await page.waitForSelector('#login-submit');
  }, 120_000);

  it('says so to somebody who is no admin', async () => {
    const user = await world.createUser({ name: 'Bob Example' });
    const { page } = await open();
    await signIn(page, user);
    await closeDialogue(page);
    const bar = page.locator('.gatehouse-session');
    await bar.getByText('Signed in as Bob Example').waitFor();
    expect(await bar.innerText()).toContain('no role that administers anything');
    const list = await execute(operation(page, 'get', '/admin/clients'));
    expect(list.status).toBe('403');
  }, 60_000);

  it('on a phone: nothing is wider than the window, and no line is one letter', async () => {
    const { page } = await open();
    await page.setViewportSize({ width: 320, height: 800 });
    const block = operation(page, 'get', '/admin/clients');
    await block.locator('.opblock-summary-control').click();
    await block.locator('button.execute').waitFor();
    await page.screenshot({
      path: 'test/screenshots/swagger-ui-320.png',
      clip: { x: 0, y: 0, width: 320, height: 3000 },
      fullPage: true,
    });
    await block.scrollIntoViewIfNeeded();
    await page.screenshot({ path: 'test/screenshots/swagger-ui-320-operation.png' });
    expect(await overflowAt(page, 320)).toBe(0);
    // Of what is written on several lines, how much stands on one.
    const narrow = await page.evaluate(`[...document.querySelectorAll(
      '.opblock-summary-path, .opblock-summary-description, .info p, .parameter__name',
    )].filter((element) => element.checkVisibility() && element.innerText.trim().length > 8)
      .filter((element) => {
        const lines = element.getBoundingClientRect().height / parseFloat(getComputedStyle(element).fontSize);
        return lines > 3 && element.innerText.length / lines < 6;
      })
      .map((element) => element.outerHTML.slice(0, 120))`);
    expect(narrow).toEqual([]);
  }, 60_000);

  it('takes the credentials of a client from the form too', async () => {
    const { client_id, client_secret } = await world.registerClient({
      grant_types: ['client_credentials'],
      token_endpoint_auth_method: 'client_secret_post',
      scope: 'users:read',
    });
    const { page } = await open();
    const block = operation(page, 'post', '/token#client_credentials');
    const token = await execute(block, async () => {
      await block.getByPlaceholder('client_id').fill(client_id);
      await block.getByPlaceholder('client_secret').fill(client_secret ?? '');
    });
    expect([token.status, token.body.scope]).toEqual(['200', 'users:read']);
  }, 60_000);

  it('says so when the person does not sign in', async () => {
    const { page } = await open();
    await page.click('.btn.authorize');
    const [popup] = await Promise.all([
      page.waitForEvent('popup'),
      scheme(page, 'gatehouse').locator('button.authorize').click(),
    ]);
    await Promise.all([popup.waitForEvent('close'), popup.click('#cancel')]);
    await scheme(page, 'gatehouse').getByText('access_denied').waitFor();
  }, 60_000);

  it('L28 loads no document that the address names, and forgets tokens with the page', async () => {
    const asked: string[] = [];
    const { page } = await open(
      '/docs?url=https://evil.example/openapi.json&configUrl=//evil.example',
    );
    page.on('request', (request) => asked.push(request.url()));
    await signIn(page);
    await page.reload();
    await unfold(page);
    expect(asked.filter((url) => !url.startsWith(world.issuer))).toEqual([]);
    // As text: the types of browsers are not part of this project.
    const stored = '[Object.keys(localStorage), Object.keys(sessionStorage)]';
    expect(await page.evaluate(stored)).toEqual([[], []]);
    // Of the cookies a script sees the one that is made for scripts, a random value of no power.
    expect(await page.evaluate('document.cookie')).toMatch(/^gatehouse_browser_state=[\w-]{43}$/);
    const list = await execute(operation(page, 'get', '/admin/clients'));
    expect(list.status).toBe('401');
  }, 60_000);

  it('leads from a task to a table, from a row to what can be done with it, and shows no token', async () => {
    const client = await world.registerClient({ client_name: 'Row of a table' });
    const { page, complaints } = await open();
    await signIn(page);
    await closeDialogue(page);
    await page.click('.gatehouse-tasks button:has-text("Find an application")');
    const list = operation(page, 'get', '/admin/clients');
    await list.locator('tr[data-param-name=q] input').fill('Row of a table');
    await list.locator('button.execute').click();
    const row = list.locator('.gatehouse-table tbody tr', { hasText: client.client_id });
    await row.waitFor();
    expect(await list.locator('.curl-command').innerText()).toMatch(/Bearer \$TOKEN'/);
    await screenshot(page, 'swagger-ui-table');
    await row.locator('button', { hasText: 'Read' }).click();
    const read = operation(page, 'get', '/admin/clients/{client_id}');
    await read.locator('button.execute').click();
    const answer = read.locator('.live-responses-table .highlight-code', { hasText: 'Row of a' });
    await answer.waitFor();
    expect(complaints).toEqual([]);
  });

  it('has who signed in too long ago prove it once more, and does what was asked (RFC 9470)', async () => {
    const client = await world.registerClient({ client_name: 'To be deleted' });
    const { page } = await open('/docs', true);
    await signIn(page);
    await closeDialogue(page);
    // Past the renewal of the token, and as long again as its admin may have signed in before.
    clock.advance(545);
    const renewed = page.waitForResponse((answer) => answer.url().endsWith('/token'));
    await page.clock.runFor(545_000);
    await renewed;
    clock.advance(400);
    const block = operation(page, 'delete', '/admin/clients/{client_id}');
    await block.locator('.opblock-summary-control').click();
    await block.locator('tr[data-param-name=client_id] input').fill(client.client_id);
    await block.locator('button.execute').click();
    const prove = block.locator('#docs-prove');
    await prove.waitFor();
    await screenshot(page, 'swagger-ui-step-up');
    const [popup] = await Promise.all([page.waitForEvent('popup'), prove.click()]);
    await popup.fill('#password', world.application.adminPassword);
    await Promise.all([popup.waitForEvent('close'), popup.click('#login-submit')]);
    const status = block.locator('.live-responses-table .response-col_status').last();
    await status.filter({ hasText: '204' }).waitFor();
    world.admin.forget();
    expect((await world.admin.get(`/clients/${client.client_id}`)).status).toBe(404);
  });
});
