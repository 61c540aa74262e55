import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/answer.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { initialAccessToken, selfRegistered, sendRegistration } from '../support/registration.js';
import { startWorld, type LocalWorld } from '../support/world.js';
import { ask, expectErrorPage } from './authorization-request.js';

/** Addresses that run script or read content of the browser that follows them. */
const ACTIVE = [
  ...['javascript:alert(1)', 'JavaScript:alert(1)', 'jAvAsCrIpT://host/%0aalert(1)'],
  ...[' javascript:alert(1)', '\tjavascript:alert(1)', '\u0001javascript:alert(1)'],
  ...['java\tscript:alert(1)', 'java\nscript:alert(1)', 'javascript\t:alert(1)'],
  ...['javascript://https://client.example/', 'javascript&colon;alert(1)', 'javascript%3Aalert(1)'],
  ...['data:text/html,x', 'DATA:text/html;base64,PHg+', 'vbscript:msgbox(1)', 'VBScript:x'],
  ...['file:///etc/passwd', 'blob:https://client.example/1', 'about:blank', 'about:srcdoc'],
  ...['view-source:https://client.example/', 'filesystem:https://client.example/temporary/x'],
];

const WEB_PAGES = ['client_uri', 'logo_uri', 'policy_uri', 'tos_uri', 'initiate_login_uri'];

describe('A: what may be registered as the address of a client', () => {
  let world: LocalWorld;
  let client: RegisteredClient;
  beforeAll(async () => {
    world = await startWorld();
    client = await world.registerClient();
  });

  const register = (metadata: Record<string, unknown>): Promise<Answer> =>
    world.admin.post('/clients', {
      client_name: 'Client',
      redirect_uris: ['https://client.example/callback'],
      ...metadata,
    });

  /** Registers it, and changes an existing client to it: both are refused, with the same error. */
  async function expectRefused(metadata: Record<string, unknown>, error: string): Promise<void> {
    const answers = [
      await register(metadata),
      await world.admin.patch(`/clients/${client.client_id}`, metadata),
    ];
    for (const { status, headers, json } of answers) {
      expect([metadata, status, json.error]).toEqual([metadata, 400, error]);
      expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    }
  }

  it('A16 no kind of client can register a script, data or file address to redirect to', async () => {
    for (const uri of ACTIVE) {
      for (const application_type of ['web', 'native']) {
        const redirect = { redirect_uris: [uri], application_type };
        await expectRefused(redirect, 'invalid_redirect_uri');
        const logout = { post_logout_redirect_uris: [uri], application_type };
        await expectRefused(logout, 'invalid_redirect_uri');
      }
    }
  });

  it('A16 one bad address among good ones is found', async () => {
    const redirect_uris = [
      'https://client.example/a',
      'javascript:alert(1)',
      'https://c.example/b',
    ];
    await expectRefused({ redirect_uris }, 'invalid_redirect_uri');
  });

  it.each(WEB_PAGES)('A16 nor as %s', async (member) => {
    for (const uri of [...ACTIVE, 'com.example.app:/page', 'ftp://client.example', '/relative']) {
      await expectRefused({ [member]: uri }, 'invalid_client_metadata');
    }
    expect((await register({ [member]: 'https://client.example/page' })).status).toBe(201);
  });

  it.each(['frontchannel_logout_uri', 'backchannel_logout_uri'])(
    'A16 nor as %s, where nobody but the client itself may be called',
    async (member) => {
      const elsewhere = ['http://client.example/out', 'https://client.example/out#x'];
      for (const uri of [...ACTIVE, 'com.example.app:/out', '/relative', ...elsewhere]) {
        await expectRefused({ [member]: uri }, 'invalid_client_metadata');
      }
      expect((await register({ [member]: 'https://client.example/out?a=b' })).status).toBe(201);
    },
  );

  it('A16 a page to be framed is of the origin of a redirect URI', async () => {
    for (const uri of ['https://other.example/out', 'https://client.example:8443/out']) {
      await expectRefused({ frontchannel_logout_uri: uri }, 'invalid_client_metadata');
    }
  });

  it('A16 in a request they get the error page, whose only links are our own', async () => {
    for (const redirect_uri of ACTIVE) {
      const answer = await ask(world, client, { redirect_uri });
      expectErrorPage(answer);
      expect(answer.text).not.toMatch(/(?:href|src|action)="(?!\/(?:assets\/|account"))/);
      expect(answer.text).not.toContain('alert(1)');
    }
  });

  it('A16 registered addresses are strings, and there is a limit to their number and length', async () => {
    const wrong = [[['https://a.example']], [{ uri: 'https://a.example' }], [1], [null]];
    for (const redirect_uris of wrong) {
      await expectRefused({ redirect_uris }, 'invalid_request');
    }
    const many = Array.from({ length: 51 }, (_, i) => `https://client.example/${i}`);
    await expectRefused({ redirect_uris: many }, 'invalid_redirect_uri');
    const long = `https://client.example/${'x'.repeat(2000)}`;
    await expectRefused({ redirect_uris: [long] }, 'invalid_redirect_uri');
  });

  it('A17 a private-use scheme must be a reversed domain name, of a native application', async () => {
    const application_type = 'native';
    for (const uri of ['myapp:/cb', 'myapp://cb', 'a:/', 'com.:/cb', 'com..example:/cb']) {
      const metadata = { redirect_uris: [uri], application_type };
      const token = await initialAccessToken(world, {});
      const body = { ...metadata, client_name: 'Mine' };
      const { status, json } = await sendRegistration(world, { token, body });
      expect([uri, status, json.error]).toEqual([uri, 400, 'invalid_redirect_uri']);
      // An admin may, and a policy may.
      expect((await register(metadata)).status).toBe(201);
      const policy = { private_schemes: 'any' };
      expect((await selfRegistered(world, metadata, policy)).redirect_uris).toEqual([uri]);
    }
    const uri = 'com.example.app:/cb';
    await expectRefused({ redirect_uris: [uri] }, 'invalid_redirect_uri');
    const native = await world.registerClient({ redirect_uris: [uri], application_type });
    const refused = await ask(world, native, { scope: 'bogus' });
    expect(refused.headers.get('location')).toMatch(
      /^com\.example\.app:\/cb\?error=invalid_scope&/,
    );
    for (const near of ['com.example.app:/cb/', 'com.example.app://cb', 'COM.example.app:/cb']) {
      expectErrorPage(await ask(world, native, { redirect_uri: near }));
    }
  });

  it('A18 plain http is refused to every client, except to its own machine', async () => {
    for (const uri of [
      ...['http://host/cb', 'http://client.example/cb', 'HTTP://client.example/cb'],
      ...['http://127.0.0.1.evil.tld/cb', 'http://localhost.evil.tld/cb', 'http://127.0.0.2/cb'],
      ...['http://user@localhost/cb', 'http://localhost@evil.tld/cb', 'http://0.0.0.0/cb'],
      ...['http://[::ffff:127.0.0.1]/cb', 'http://10.0.0.1/cb', 'http://localhost\\@evil.tld/cb'],
    ]) {
      for (const application_type of ['web', 'native']) {
        const metadata = { redirect_uris: [uri], application_type };
        await expectRefused(metadata, 'invalid_redirect_uri');
      }
    }
    expect((await register({ redirect_uris: ['http://localhost:3000/cb'] })).status).toBe(201);
  });

  it('A36 names that hide or reorder what people read are refused', async () => {
    for (const client_name of [
      ...['Bank \u202Etxt.exe', 'Bank\u200B', '\u2066Bank\u2069', 'Ba\u00ADnk', 'Bank\u061C'],
      ...['Bank\u0000', 'Bank\nTrusted', 'Bank\u2028', '\uFEFFBank', 'Bank\uE000', 'Ba\u3164nk'],
      ...['', '   ', '\u3000'],
    ]) {
      await expectRefused({ client_name }, 'invalid_client_metadata');
    }
    const long = await register({ client_name: 'x'.repeat(5000) });
    expect([long.status, long.headers.get('content-type')]).toEqual([
      400,
      'application/problem+json; charset=utf-8',
    ]);
  });

  it('A36 a host that only looks like another can be registered in its ASCII form alone', async () => {
    for (const uri of ['https://client.exаmple/cb', 'https://ｃlient.example/cb']) {
      await expectRefused({ redirect_uris: [uri] }, 'invalid_redirect_uri');
    }
  });
});
