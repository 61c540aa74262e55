import { beforeAll, expect, it } from '@jest/globals';
import type { Browser } from '../support/browser.js';
import { OidcProviderProcess } from '../support/identity-provider.js';
import { describeMariadb } from '../support/mariadb.js';
import { unique, Visitors } from '../specs/identity-providers/visitors.js';
import { startTwoNodes, type TwoNodes } from './two-nodes.js';

describeMariadb('accounts elsewhere on two nodes', () => {
  let nodes: TwoNodes;
  let people: Visitors;
  let corp: OidcProviderProcess;
  let other: OidcProviderProcess;

  beforeAll(async () => {
    nodes = await startTwoNodes({ OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8' });
    people = new Visitors(nodes.first, await nodes.first.registerClient({ first_party: true }));
    corp = await OidcProviderProcess.start(nodes.first, { provisioning: 'create' });
    other = await OidcProviderProcess.start(nodes.first, { provisioning: 'create' });
  }, 60_000);

  /** The same address at the other node. */
  const atSecond = (url: URL) => new URL(url.pathname + url.search, nodes.second.issuer);

  const send = (url: URL, { cookies }: Browser, body?: URLSearchParams) =>
    fetch(url, {
      ...(body === undefined ? {} : { method: 'POST', body }),
      headers: { cookie: cookies.header, origin: nodes.first.issuer },
      redirect: 'manual',
    });

  const signedIn = (answer: Response) =>
    answer.headers.getSetCookie().some((cookie) => /gatehouse_session=[^;]/.test(cookie));

  it('I23 one answer signs in once, whichever node it comes to', async () => {
    for (let round = 0; round < 5; round++) {
      const browser = nodes.first.browser();
      const { back } = await people.leave(browser, corp, { sub: unique() });
      const answers = await Promise.all([send(back, browser), send(atSecond(back), browser)]);
      expect(answers.filter(signedIn)).toHaveLength(1);
    }
  });

  it('a newcomer who comes to both at once is one person', async () => {
    for (let round = 0; round < 5; round++) {
      const account = { sub: unique(), preferred_username: `both-${unique()}` };
      const [one, two] = [nodes.first.browser(), nodes.first.browser()];
      const first = await people.leave(one, corp, account);
      const second = await people.leave(two, corp, account);
      const answers = await Promise.all([send(first.back, one), send(atSecond(second.back), two)]);
      expect(answers.map(signedIn)).toEqual([true, true]);
      const rows = await nodes.first.query<object[]>(
        'SELECT DISTINCT user_id FROM identities WHERE subject = ?',
        [account.sub],
      );
      expect(rows).toHaveLength(1);
      const users = await nodes.first.query<object[]>(
        'SELECT sub FROM users WHERE username LIKE ?',
        [`${account.preferred_username}%`],
      );
      expect(users).toHaveLength(1);
    }
  });

  it('I23 a provider that is disabled on one has ended on the other', async () => {
    const browser = nodes.first.browser();
    await people.signIn(browser, other, { sub: unique() });
    const account = new URL('/account', nodes.second.issuer);
    expect((await send(account, browser)).status).toBe(200);
    const { back } = await people.leave(nodes.first.browser(), other, { sub: unique() });
    const path = `/identity-providers/${other.id}`;
    await nodes.first.admin.patch(path, { enabled: false });
    expect((await send(account, browser)).status).toBe(303);
    await nodes.first.admin.patch(path, { enabled: true });
    expect((await send(account, browser)).status).toBe(303);
    expect(signedIn(await send(atSecond(back), browser))).toBe(false);
  });

  it('the last way in stays where two are given up at once', async () => {
    for (let round = 0; round < 5; round++) {
      const browser = nodes.first.browser();
      const sub = unique();
      await people.signIn(browser, corp, { sub });
      await other.next({ sub: unique() });
      const page = await browser.open('/account/linked');
      const away = await browser.click(page, `link-${other.id}`);
      const both = await browser.follow(await browser.get(await other.visit(away)));
      const ids = [...both.text.matchAll(/name="identity_id" value="([^"]+)"/g)];
      const [, csrf = ''] = /name="csrf" value="([^"]+)"/.exec(both.text) ?? [];
      expect(ids).toHaveLength(2);
      const answers = await Promise.all(
        ids.map(([, identity_id = ''], index) => {
          const at = index === 0 ? nodes.first.issuer : nodes.second.issuer;
          const body = new URLSearchParams({ csrf, identity_id });
          return send(new URL('/account/linked/unlink', at), browser, body);
        }),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 400]);
    }
  });
});
