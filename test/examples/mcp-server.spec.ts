// MCP authorization specification: RFC 9728, RFC 8414, RFC 7591 or a client ID metadata document, RFC 8707.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  type OAuthClientProvider,
  UnauthorizedError,
} from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type {
  OAuthClientInformationMixed,
  OAuthClientMetadata,
  OAuthTokens,
} from '@modelcontextprotocol/sdk/shared/auth.js';
import { decodeJwt } from 'jose';
import { Browser } from '../support/browser.js';
import { atEndOfFile } from '../support/end-of-file.js';
import { freePort } from '../support/free-port.js';
import { selfSigned } from '../support/self-signed.js';
import { startServer } from '../support/server-process.js';
import { walk } from '../support/sign-in.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { type RegisteredUser, type World, worldOf } from '../support/world.js';

const REDIRECT_URI = 'http://127.0.0.1:33418/callback';

/** What a program keeps that uses the SDK as its documentation says: a name, and where people come back to. */
class Program implements OAuthClientProvider {
  readonly redirectUrl = REDIRECT_URI;
  readonly clientMetadata: OAuthClientMetadata = {
    client_name: 'Note taker',
    redirect_uris: [REDIRECT_URI],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  };
  information: OAuthClientInformationMixed | undefined;
  kept: OAuthTokens | undefined;
  sentTo: URL | undefined;
  private verifier = '';

  clientMetadataUrl?: string;

  constructor(document?: string) {
    if (document !== undefined) this.clientMetadataUrl = document;
  }

  clientInformation = () => this.information;
  saveClientInformation = (information: OAuthClientInformationMixed) =>
    void (this.information = information);
  tokens = () => this.kept;
  saveTokens = (tokens: OAuthTokens) => void (this.kept = tokens);
  redirectToAuthorization = (url: URL) => void (this.sentTo = url);
  saveCodeVerifier = (verifier: string) => void (this.verifier = verifier);
  codeVerifier = () => this.verifier;
}

let address: string;
let world: World;
let user: RegisteredUser;
let documentUrl: string;

/** A https server with a certificate of its own that describes the program. */
async function publish() {
  const certificate = selfSigned();
  const server = createServer(certificate, (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ client_id: documentUrl, ...new Program().clientMetadata }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  atEndOfFile(() => Promise.resolve(server.close()));
  const ca = join(temporaryDirectory(), 'ca.pem');
  writeFileSync(ca, certificate.cert);
  documentUrl = `https://localhost:${(server.address() as AddressInfo).port}/client.json`;
  return ca;
}

/** Starts the example as its README says and waits for its first line. */
async function startExample(): Promise<string> {
  const port = await freePort();
  const env = {
    PATH: process.env['PATH'],
    ...{ GATEHOUSE: world.issuer, PORT: String(port), STATE_DIR: temporaryDirectory() },
    GATEHOUSE_ADMIN_TOKEN: await world.admin.token(),
  };
  const child = spawn(process.execPath, ['examples/mcp-server/main.js'], { env });
  atEndOfFile(() => Promise.resolve(child.kill()));
  let output = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (output.includes('MCP server at')) resolve();
      });
    }
    child.once('exit', () => reject(new Error(`The example ended:\n${output}`)));
  });
  return `http://localhost:${port}/mcp`;
}

const connected = async (program: Program) => {
  const client = new Client({ name: 'note-taker', version: '1.0.0' });
  await client.connect(
    new StreamableHTTPClientTransport(new URL(address), { authProvider: program }),
  );
  return client;
};

/** As far as a person has to be asked, and on from there. */
async function signIn(program: Program): Promise<Client> {
  await expect(connected(program)).rejects.toThrow(UnauthorizedError);
  const url = program.sentTo ?? new URL('about:blank');
  const browser = new Browser(world.issuer);
  const parameters = Object.fromEntries(url.searchParams);
  const start = await browser.get(url.pathname, parameters);
  const end = await walk(browser, start, { user, until: REDIRECT_URI, consent: 'approve' });
  const code = end.parameters['code'];
  if (code === undefined) throw new Error(end.summary());
  const transport = new StreamableHTTPClientTransport(new URL(address), { authProvider: program });
  await transport.finishAuth(code);
  return connected(program);
}

const textOf = (result: unknown) => (result as { content: { text: string }[] }).content[0]?.text;

describe('the example mcp-server, to the unchanged client of the SDK', () => {
  beforeAll(async () => {
    const ca = await publish();
    world = worldOf(
      await startServer({
        env: {
          REGISTRATION: 'open',
          CLIENT_ID_DOCUMENTS: 'any',
          ...{ OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8 ::1', NODE_EXTRA_CA_CERTS: ca },
        },
      }),
    );
    user = await world.createUser();
    address = await startExample();
  });

  it('says where to get a token (RFC 9728 §5.1)', async () => {
    const { status, headers } = await fetch(address, { method: 'POST' });
    expect(status).toBe(401);
    const [, metadata = ''] =
      /resource_metadata="([^"]+)"/.exec(headers.get('www-authenticate') ?? '') ?? [];
    expect(await (await fetch(metadata)).json()).toMatchObject({
      ...{ resource: address, authorization_servers: [world.issuer], scopes_supported: ['notes'] },
    });
  });

  it('a program that registers itself gets in, and in again by its refresh token', async () => {
    const program = new Program();
    const client = await signIn(program);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name).sort()).toEqual(['recall', 'remember']);
    await client.callTool({ name: 'remember', arguments: { note: 'Buy tea' } });
    expect(textOf(await client.callTool({ name: 'recall', arguments: {} }))).toBe('Buy tea');
    const first = program.kept?.access_token ?? '';
    expect(decodeJwt(first)).toMatchObject({
      ...{ aud: address, scope: 'notes', sub: user.sub },
      client_id: program.information?.client_id,
    });
    expect(program.sentTo?.searchParams.get('resource')).toBe(address);
    const path = `/clients/${program.information?.client_id ?? ''}`;
    const { json: registered } = await world.admin.get(path);
    expect(registered).toMatchObject({ unverified: true, require_pkce: true });
    expect(registered.scope).not.toContain('notes');
    await client.close();
    // What the server does not take is refreshed, without a person.
    program.sentTo = undefined;
    program.kept = { ...program.kept, access_token: 'expired', token_type: 'Bearer' };
    const again = await connected(program);
    expect(textOf(await again.callTool({ name: 'recall', arguments: {} }))).toBe('Buy tea');
    expect([program.sentTo, program.kept?.access_token === first]).toEqual([undefined, false]);
    await again.close();
  });

  it('one that is described by a document gets in without registering', async () => {
    const program = new Program(documentUrl);
    const client = await signIn(program);
    expect(textOf(await client.callTool({ name: 'recall', arguments: {} }))).toBe('Buy tea');
    expect(program.information?.client_id).toBe(documentUrl);
    expect(decodeJwt(program.kept?.access_token ?? '')).toMatchObject({
      ...{ aud: address, client_id: documentUrl },
    });
    program.kept = { ...program.kept, access_token: 'expired', token_type: 'Bearer' };
    await (await connected(program)).close();
    await client.close();
  });

  it('a token for another API does not', async () => {
    const client = await world.registerClient();
    const { access_token } = await world.tokens({ client, user });
    const headers = { authorization: `Bearer ${access_token}` };
    expect((await fetch(address, { method: 'POST', headers })).status).toBe(401);
  });
});
