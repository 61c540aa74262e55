import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeChromium, launchChromium } from '../support/chromium.js';
import { atEndOfFile } from '../support/end-of-file.js';
import { RelyingParty } from '../support/relying-party.js';
import { productFiles, withoutComments } from '../support/repository-files.js';
import { startWorld, type LocalWorld } from '../support/world.js';

/** What an attacker's page does: opens ours, listens, talks to it, looks into it. */
const EVIL_PAGE = (target: string) => `<!doctype html><script>
  window.heard = [];
  window.addEventListener('message', ({ data, origin }) => heard.push([origin, data]));
  window.swaggerUIRedirectOauth2 = { state: 'evil', auth: {}, callback: (x) => heard.push(x) };
  const opened = window.open(${JSON.stringify(target)});
  window.talk = () => {
    for (const data of [{ answer: '?code=evil&state=evil' }, { received: 'evil' }, 'evil'])
      opened.postMessage(data, '*');
    try { heard.push(opened.location.href); } catch (error) { /* another origin */ }
    try { heard.push(opened.document.body.innerText); } catch (error) { /* another origin */ }
  };
</script>`;

describeChromium('our own scripts, in Chromium', () => {
  let world: LocalWorld;
  let chromium: Browser;
  let evil: string;
  let served = '';

  beforeAll(async () => {
    [world, chromium] = await Promise.all([startWorld(), launchChromium()]);
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'text/html').end(served);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    atEndOfFile(() => new Promise((resolve) => server.close(resolve)));
    evil = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });

  it.each([
    ['/docs/oauth2-redirect.html?code=SECRET&state=x&iss=y', 'cut'],
    ['/docs', 'cut'],
    ['/account', 'kept'],
    ['/logout', 'kept'],
    ['/authorize?client_id=SECRET', 'kept'],
    ['/check-session', 'kept'],
  ])(
    'L03 a page of another origin that opens %s hears nothing from it and learns nothing',
    async (path, opener) => {
      served = EVIL_PAGE(world.issuer + path);
      const context = await chromium.newContext();
      const page = await context.newPage();
      const opened = context.waitForEvent('page');
      await page.goto(evil);
      const popup = await opened;
      await popup.waitForLoadState();
      await page.evaluate('talk()');
      await sleep(200);
      expect(await page.evaluate('heard')).toEqual([]);
      expect(new URL(popup.url()).origin).toBe(world.issuer);
      // Sign-in works in popups (S28): /account leads there, as nobody is signed in.
      expect(await popup.evaluate('window.opener === null')).toBe(opener === 'cut');
      await context.close();
    },
  );

  it('L03 S14 a page that embeds the check-session frame learns nothing of its visitor', async () => {
    const [stranger, home] = [await RelyingParty.start(), await RelyingParty.start()];
    const [client, user] = [await world.registerClient(home.metadata), await world.createUser()];
    const context = await chromium.newContext();
    const page = await context.newPage();

    /** What the frame answers a page at this origin: to questions about nobody, somebody and nothing. */
    const heard = async ({ origin }: RelyingParty) => {
      const about = (state: string) => {
        const hash = createHash('sha256').update(`${client.client_id} ${origin} ${state} salt`);
        return `${client.client_id} ${hash.digest('base64url')}.salt`;
      };
      const questions = [about(''), about('x'.repeat(43)), `${client.client_id} `, 'nothing', ' '];
      await page.goto(`${origin}/page`);
      return page.evaluate(`(async () => {
        const frame = document.createElement('iframe');
        frame.src = '${world.issuer}/check-session';
        await new Promise((done) => {
          frame.addEventListener('load', done);
          document.body.append(frame);
        });
        const answers = [];
        for (const question of ${JSON.stringify(questions)}) {
          answers.push(await new Promise((done) => {
            addEventListener('message', ({ data }) => done(data), { once: true });
            frame.contentWindow.postMessage(question, '${world.issuer}');
          }));
        }
        return answers;
      })()`);
    };
    const before = [await heard(stranger), await heard(home)];
    await page.goto(`${world.issuer}/account`);
    await page.fill('#username', user.username);
    await page.fill('#password', user.password);
    await page.click('#login-submit');
    await page.waitForSelector('#sign-out');
    expect([await heard(stranger), await heard(home)]).toEqual(before);
    // A client may learn that its session is over, of a session that it was told of.
    const errors = (answers: number) => Array.from({ length: answers }, () => 'error');
    expect(before).toEqual([errors(5), ['error', 'changed', ...errors(3)]]);

    // Another page than the embedder is not even answered, whatever it holds in its hands.
    await page.goto(`${home.origin}/page`);
    const overheard = await page.evaluate(`(async () => {
      const heard = [];
      addEventListener('message', ({ data }) => heard.push(data));
      const inner = document.createElement('iframe');
      inner.src = '${stranger.origin}/page';
      const frame = document.createElement('iframe');
      frame.src = '${world.issuer}/check-session';
      for (const one of [inner, frame]) {
        await new Promise((done) => {
          one.addEventListener('load', done);
          document.body.append(one);
        });
      }
      return heard;
    })()`);
    expect(overheard).toEqual([]);
    const inner = page.frames().find((frame) => frame.url().startsWith(stranger.origin));
    expect(
      await inner?.evaluate(`new Promise((done) => {
        addEventListener('message', ({ data }) => done(data));
        parent[1].postMessage('${client.client_id} x', '*');
        setTimeout(() => done('nothing'), 500);
      })`),
    ).toBe('nothing');
    await context.close();
  });

  it.each(['', '/docs', '/docs/oauth2-redirect.html', '/account', '/logout', '/interaction/x'])(
    'L03 nothing in the address of %s/ navigates or loads anything from elsewhere',
    async (path) => {
      const context = await chromium.newContext();
      const page = await context.newPage();
      const elsewhere: string[] = [];
      page.on('request', (request) => {
        const url = new URL(request.url());
        if (url.origin !== world.issuer && url.protocol !== 'data:') elsewhere.push(url.href);
      });
      page.on('dialog', (dialog) => {
        elsewhere.push(dialog.message());
        void dialog.dismiss();
      });
      const names = ['redirect', 'url', 'configUrl', 'next', 'oauth2RedirectUrl', 'state', 'code'];
      for (const value of ['javascript:alert(1)', evil, `//${new URL(evil).host}/`]) {
        const query = names.map((name) => `${name}=${encodeURIComponent(value)}`).join('&');
        await page.goto(`${world.issuer}${path}?${query}#${query}`);
        await page.waitForLoadState('networkidle');
        expect(new URL(page.url()).origin).toBe(world.issuer);
      }
      expect(elsewhere).toEqual([]);
      await context.close();
    },
  );

  it('L03 no script of ours posts a message to whoever listens, or writes markup', () => {
    for (const { path, text } of productFiles()) {
      const found =
        /postMessage\([^)]*['"]\*['"]|innerHTML|outerHTML|document\.write|\beval\(|new Function\(/;
      expect([path, found.exec(withoutComments(text))?.[0]]).toEqual([path, undefined]);
    }
  });
});
