import { randomBytes } from 'node:crypto';
import { beforeAll, expect, it } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import type { Answer } from '../support/answer.js';
import { startApplication, type OwnApplication } from '../support/application.js';
import type { Browser } from '../support/browser.js';
import { clock } from '../support/clock.js';
import { createDatabase, describeMariadb } from '../support/mariadb.js';
import { LocalWorld, type RegisteredUser } from '../support/world.js';
import { inParallel } from './requests.js';
import { ReverseProxy } from './reverse-proxy.js';

describeMariadb('second factors on two nodes', () => {
  let nodes: OwnApplication[];
  let world: LocalWorld;
  let proxy: ReverseProxy;

  beforeAll(async () => {
    const environment = {
      ...{ ISSUER: 'https://sso.example.com', TRUSTED_PROXIES: '127.0.0.1' },
      SECRET_KEY: randomBytes(32).toString('base64'),
      ADMIN_PASSWORD: randomBytes(18).toString('base64url'),
      DATABASE_URL: (await createDatabase()).url,
    };
    nodes = await inParallel(2, () => startApplication(environment));
    proxy = new ReverseProxy(nodes);
    proxy.use(1);
    world = new LocalWorld(nodes[0]!);
  }, 60_000);

  const codeOf = (key: string) =>
    new TOTP({ secret: Secret.fromBase32(key) }).generate({ timestamp: clock.now() * 1000 });

  const next = async (browser: Browser, page: Answer, id: string, fields = {}) =>
    browser.follow(await browser.click(page, id, fields));

  async function withPassword({ username, password }: RegisteredUser) {
    proxy.use(1);
    const browser = world.browser();
    const page = await browser.open('/account');
    return { browser, page: await next(browser, page, 'login-submit', { username, password }) };
  }

  async function enrolled() {
    const user = await world.createUser();
    const { browser } = await withPassword(user);
    const page = await browser.open('/account/authenticators/new/totp');
    const key = (/id="totp-secret">([A-Z2-7 ]+)</.exec(page.text)?.[1] ?? '').replaceAll(' ', '');
    const shown = await next(browser, page, 'code-submit', { code: codeOf(key) });
    const codes = [...shown.text.matchAll(/<li><code>([A-Z0-9-]+)<\/code>/g)].map(
      ([, code]) => code,
    );
    await next(browser, shown, 'codes-kept');
    clock.advance(60);
    return { user, key, codes };
  }

  /** Somebody at the second step, several times. */
  async function atTheSecondStep(user: RegisteredUser, times: number) {
    const all: Awaited<ReturnType<typeof withPassword>>[] = [];
    for (let i = 0; i < times; i++) all.push(await withPassword(user));
    return all;
  }

  it('I12 one time step is used once', async () => {
    const { user, key } = await enrolled();
    const ways = await atTheSecondStep(user, 8);
    const code = codeOf(key);
    const answers = await Promise.all(
      ways.map(({ browser, page }, i) => {
        proxy.use(1 + (i % 2));
        return browser.click(page, 'code-submit', { code });
      }),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array(7).fill(400)]);
  });

  it('I14 one recovery code is used once', async () => {
    const { user, codes } = await enrolled();
    const ways = await atTheSecondStep(user, 8);
    const pages: Answer[] = [];
    for (const { browser, page } of ways) {
      pages.push(await browser.open(/id="another-way" href="([^"]+)"/.exec(page.text)?.[1] ?? ''));
    }
    const answers = await Promise.all(
      ways.map(({ browser }, i) => {
        proxy.use(1 + (i % 2));
        return browser.click(pages[i]!, 'code-submit', { code: codes[4] });
      }),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array(7).fill(400)]);
  });

  it('I13 of a hundred wrong codes at once on both nodes five are looked at', async () => {
    const { user } = await enrolled();
    const { browser, page } = await withPassword(user);
    const answers = await inParallel(100, (i) => {
      proxy.use(1 + (i % 2));
      return browser.click(page, 'code-submit', { code: String(100_000 + i) });
    });
    const looked = answers.filter(({ text }) => text.includes('This is not the code'));
    expect(looked.length).toBeLessThanOrEqual(5);
    expect(answers.every(({ status }) => status < 500)).toBe(true);
    const failed = async () => {
      for (const { control } of nodes) await control.flushEvents();
      return world.query<object[]>(
        "SELECT id FROM events WHERE user_id = ? AND type = 'login.failed'",
        [user.sub],
      );
    };
    expect((await failed()).length).toBeLessThanOrEqual(5);
  });
});
