import { randomBytes } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { freePort } from '../support/free-port.js';
import { RelyingParty } from '../support/relying-party.js';
import { startServer } from '../support/server-process.js';
import { World } from '../support/world.js';

const ADMIN_PASSWORD = randomBytes(18).toString('base64url');

/** GitHub as `passport-github2` sees it. */
async function github(): Promise<RelyingParty> {
  const server = await RelyingParty.start();
  server.behaviours.set('/authorize', ({ url }, response) => {
    const back = new URL(url.searchParams.get('redirect_uri') ?? '');
    back.searchParams.set('code', 'a-code');
    back.searchParams.set('state', url.searchParams.get('state') ?? '');
    response.writeHead(302, { location: back.href }).end();
  });
  const json = (path: string, body: object) =>
    server.behaviours.set(path, (_visit, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  json('/token', { access_token: 'at', token_type: 'bearer' });
  json('/user', { id: 583_231, login: 'octocat', name: 'Octo Cat' });
  return server;
}

it('passport-github2, unchanged, is a sign-in method by an extension', async () => {
  const server = await github();
  const port = await freePort();
  const env = {
    ...{ EXTENSIONS: 'test/fixtures/extension/github.js', ADMIN_PASSWORD, GITHUB: server.origin },
    GITHUB_CALLBACK: `http://localhost:${port}/interaction/callback/github`,
  };
  const before = await startServer({ env, port });
  const world = new World(before.issuer, { username: 'admin', password: ADMIN_PASSWORD });
  const user = await world.createUser();
  const signIn = async (browser: Browser) => {
    const page = await browser.open('/account');
    const away = await browser.click(page, 'github-submit');
    expect(away.location?.searchParams.get('code_challenge_method')).toBe('S256');
    const back = (await new Browser(server.origin).get(away.location as URL)).location as URL;
    return browser.follow(await browser.get(back));
  };
  const refused = await signIn(world.browser());
  expect([refused.status, refused.text]).toEqual([
    ...[400, expect.stringContaining('Nobody here has this account at GitHub.')],
  ]);
  await before.stop();
  const { dataDir } = before;
  const GITHUB_PEOPLE = JSON.stringify({ 583231: user.sub });
  await startServer({ env: { ...env, GITHUB_PEOPLE }, port, dataDir });
  const account = await signIn(world.browser());
  expect([account.status, account.text]).toEqual([200, expect.stringContaining(user.sub)]);
}, 120_000);
