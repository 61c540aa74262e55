import { createServer } from 'node:http';
import { beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeChromium, launchChromium } from '../support/chromium.js';
import { atEndOfFile } from '../support/end-of-file.js';
import { freePort } from '../support/free-port.js';
import { leftHalfOfSha256, verifiedIdToken } from '../support/front-channel.js';
import { pkce } from '../support/pkce.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';

interface Arrival {
  readonly method: string;
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The redirect URI of an application, and what arrived there. */
async function listen(): Promise<{ redirectUri: string; arrivals: Arrival[] }> {
  const port = await freePort();
  const arrivals: Arrival[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const { method = '', url = '' } = request;
      const fields = Object.fromEntries(new URLSearchParams(body));
      if (url.startsWith('/callback')) arrivals.push({ method, url, fields });
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1 id="arrived">Here</h1>');
    });
  });
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve));
  atEndOfFile(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { redirectUri: `http://localhost:${String(port)}/callback`, arrivals };
}

describeChromium('form_post in a browser', () => {
  let world: LocalWorld;
  let chromium: Browser;
  let client: RegisteredClient;
  let user: RegisteredUser;
  let arrivals: Arrival[];
  let redirectUri: string;

  beforeAll(async () => {
    world = await startWorld();
    chromium = await launchChromium();
    ({ redirectUri, arrivals } = await listen());
    const redirect_uris = [redirectUri];
    client = await world.registerClient({
      redirect_uris,
      response_types: ['code', 'code id_token'],
    });
    user = await world.createUser();
  }, 60_000);

  const request = (changes: Record<string, string>): string => {
    const { code_challenge, code_challenge_method } = pkce();
    const url = new URL('/authorize', world.issuer);
    url.search = new URLSearchParams({
      ...{ response_type: 'code id_token', response_mode: 'form_post', scope: 'openid' },
      ...{ client_id: client.client_id, redirect_uri: redirectUri, nonce: 'n', state: 's' },
      ...{ code_challenge, code_challenge_method },
      ...changes,
    }).toString();
    return url.href;
  };

  it('the answer submits itself by POST, with nothing in the address; the policy lets it', async () => {
    const context = await chromium.newContext();
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    const state = `"><script>document.title='L02'</script>&amp;é`;
    await page.goto(request({ state }));
    await page.fill('#username', user.username);
    await page.fill('#password', user.password);
    await page.click('#login-submit');
    await page.click('#consent-approve');
    await page.waitForSelector('#arrived');
    expect(page.url()).toBe(redirectUri);
    const [arrival] = arrivals.splice(0);
    expect(arrival).toMatchObject({ method: 'POST', url: '/callback', fields: { state } });
    const { code, id_token } = arrival?.fields ?? {};
    const claims = await verifiedIdToken(world, client, id_token);
    expect(claims).toMatchObject({ sub: user.sub, nonce: 'n', c_hash: leftHalfOfSha256(code) });

    // Signed in by now: no page in between, and errors travel alike.
    await page.goto(request({ prompt: 'none', scope: 'bogus' }));
    await page.waitForSelector('#arrived');
    expect(arrivals.splice(0)).toEqual([
      {
        ...{ method: 'POST', url: '/callback' },
        fields: expect.objectContaining({ error: 'invalid_scope', state: 's', iss: world.issuer }),
      },
    ]);
    expect(complaints.filter((text) => !text.includes('favicon'))).toEqual([]);
    await context.close();
  });

  it('without scripts the person presses a button', async () => {
    const context = await chromium.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(request({ scope: 'bogus' }));
    expect(arrivals).toEqual([]);
    await page.click('#continue');
    await page.waitForSelector('#arrived');
    expect(arrivals.splice(0)).toMatchObject([{ fields: { error: 'invalid_scope' } }]);
    await context.close();
  });
});
