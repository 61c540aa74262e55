import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Logger as PinoLogger, pino } from 'pino';
import { Logger } from '#platform/logging';
import { basic, clientAssertion, type RegisteredClient } from '../support/registered-client.js';
import { startOwnWorld, type OwnWorld } from '../support/application.js';
import { authorizationRequest } from './authorization-request.js';

const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('B: what the logs say', () => {
  let world: OwnWorld;
  /** Everything the server has written to its log, down to the last detail it can be asked for. */
  const lines: string[] = [];
  /** What must not be in there, by what it is. */
  const secrets = new Map<string, string>();

  beforeAll(async () => {
    world = await startOwnWorld();
    const logger = Reflect.get(world.application.nest.get(Logger), 'lines') as PinoLogger;
    Reflect.set(logger, pino.symbols.streamSym, { write: (line: string) => lines.push(line) });
    logger.level = 'debug';
  });

  function keep(kind: string, value: string | undefined): string {
    if (value === undefined || value.length < 8) throw new Error(`There is no ${kind}.`);
    secrets.set(`${kind} ${secrets.size}`, value);
    return value;
  }

  async function signInWithMistakes(client: RegisteredClient): Promise<void> {
    const password = keep('password', 'canary password of a person 41');
    const user = await world.createUser({ password });
    const browser = world.browser();
    const page = await browser.open('/authorize', authorizationRequest(client));
    const wrong = keep('wrong password', 'canary wrong password 42');
    await browser.click(page, 'login-submit', { username: user.username, password: wrong });
    // The password in the place of the name, as people do.
    const slip = keep('password typed as a name', 'canary-typed-as-a-name-43');
    await browser.click(page, 'login-submit', { username: slip, password: wrong });
    const scope = 'openid profile offline_access';
    const issued = await world.authorizationCode({ client, user, browser, scope });
    keep('code', issued.code);
    keep('verifier', issued.code_verifier);
    keep('session cookie', browser.cookies.get('session'));
    keep('browser cookie', browser.cookies.get('browser'));
    keep('anti-CSRF token', page.forms[0]?.fields['csrf']);
    const tokens = (await world.redeem(client, issued)).json;
    for (const name of ['access_token', 'refresh_token', 'id_token']) keep(name, tokens[name]);
    await misuse(client, issued.code, tokens);
    await browser.get(
      '/authorize',
      authorizationRequest(client, { id_token_hint: tokens.id_token }),
    );
    await browser.click(await browser.get('/logout'), 'logout-confirm');
  }

  /** Secrets in every place where they do not belong. */
  async function misuse(client: RegisteredClient, code: string, tokens: any): Promise<void> {
    const { access_token, refresh_token, id_token } = tokens;
    await world.get(`/userinfo?access_token=${access_token}`);
    await world.get(`/nothing/here?code=${code}`);
    await world.get(`/authorize?code=${code}&client_secret=${client.client_secret ?? ''}`);
    await world.get(`/token?code=${code}&refresh_token=${refresh_token}`);
    await world.post(`/token?code=${code}`, client, { grant_type: 'authorization_code' });
    await world.token(client, { grant_type: 'authorization_code', code, redirect_uri: code });
    await world.token(client, { grant_type: code, code: refresh_token, scope: access_token });
    await world.refresh(client, refresh_token);
    await world.refresh(client, refresh_token, { scope: refresh_token });
    await world.refresh(client, code);
    await world.introspect(client, id_token);
    await world.userinfo(refresh_token);
    await world.get('/userinfo', { authorization: `Bearer ${access_token} ${refresh_token}` });
    await world.get('/admin/clients', { authorization: `Basic ${access_token}` });
    await world.revoke(client, access_token);
    await world.revoke(client, refresh_token);
  }

  async function authenticateWithMistakes(client: RegisteredClient): Promise<void> {
    keep('client secret', client.client_secret);
    keep('Basic credentials', basic(client).slice(6));
    const wrong = keep('wrong client secret', 'canary-wrong-client-secret-44');
    await world.introspect({ ...client, client_secret: wrong }, 'x');
    const both = { client_id: client.client_id, client_secret: client.client_secret };
    await world.token(client, both);
    const poster = await world.registerClient({ token_endpoint_auth_method: 'client_secret_post' });
    keep('posted client secret', poster.client_secret);
    await world.token({ ...poster, client_secret: wrong }, {});
    await world.token(poster, { grant_type: 'nothing' });
    const signer = await world.registerClient({ token_endpoint_auth_method: 'private_key_jwt' });
    const assertion = keep('assertion', await clientAssertion(signer, world.issuer));
    for (const client_assertion of [assertion, assertion, `${assertion}x`]) {
      const client_assertion_type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
      const body = new URLSearchParams({ client_assertion, client_assertion_type });
      await fetch(`${world.issuer}/token`, { method: 'POST', headers: form, body });
    }
    const rotated = await world.admin.post(`/clients/${client.client_id}/secrets`, {});
    keep('new client secret', rotated.json.client_secret);
  }

  /** A failing database must not bring the values of its statements into the log. */
  async function failInside(client: RegisteredClient): Promise<void> {
    const rename = (from: string, to: string) => world.query(`ALTER TABLE ${from} RENAME TO ${to}`);
    const code = keep('code of a failed request', 'gh_ac_canary-of-a-failed-request-45');
    const token = keep('token of a failed request', 'gh_at_canary-of-a-failed-request-46');
    await rename('authorizations', 'authorizations_away');
    await rename('access_tokens', 'opaque_away').catch(() => undefined);
    const fields = { grant_type: 'authorization_code', code, redirect_uri: 'https://x.example' };
    expect((await world.token(client, fields)).status).toBe(500);
    await world.introspect(client, token);
    await rename('opaque_away', 'access_tokens').catch(() => undefined);
    await rename('authorizations_away', 'authorizations');
  }

  it('B21 no code, token, secret, password or cookie is in the log or the audit trail', async () => {
    keep('password of the administrator', world.application.adminPassword);
    keep('token of the administrator', await world.admin.token());
    const client = await world.registerClient();
    await signInWithMistakes(client);
    await authenticateWithMistakes(client);
    await failInside(await world.registerClient());
    await new Promise((resolve) => setTimeout(resolve, 500));

    expect(secrets.size).toBeGreaterThan(18);
    expect(lines.length).toBeGreaterThan(30);
    // Checkpoints of the journal are signed to be kept by others, and are no tokens.
    const log = lines.filter((line) => !line.includes('"journal.checkpoint"')).join('');
    expect(log).toContain('"level":"error"');
    const rows: object[] = await world.query('SELECT * FROM events');
    expect(rows.length).toBeGreaterThan(5);
    const trail = JSON.stringify(rows);
    for (const [kind, secret] of secrets) {
      // Also as it is written inside an address, and a part that would be enough to search for it.
      for (const part of [secret, encodeURIComponent(secret), secret.slice(0, 24)]) {
        expect([kind, log.includes(part), trail.includes(part)]).toEqual([kind, false, false]);
      }
    }
    expect(log).not.toMatch(/gh_(?:ac|at|rt|cs)_|eyJ[\w-]{10}/);
  });
});
