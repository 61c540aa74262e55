import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/answer.js';
import { initialAccessToken, sendRegistration } from '../support/registration.js';
import { startWorld, type LocalWorld } from '../support/world.js';

const REDIRECT_URIS = ['https://one.example/callback', 'https://two.example/callback'];

describe('H04 sector_identifier_uri as a way into our network', () => {
  const paths: string[] = [];
  let server: Server;
  let port: number;
  let tokens: Map<LocalWorld, string>;
  /** Reaches nothing inside. */
  let closed: LocalWorld;
  /** May reach this machine. */
  let open: LocalWorld;

  beforeAll(async () => {
    server = createServer(({ url = '' }, response) => {
      paths.push(url);
      const moved = url === '/moved' ? { location: '/sector' } : {};
      response.writeHead(url === '/moved' ? 302 : 200, {
        ...{ 'content-type': 'application/json', ...moved },
      });
      response.end(JSON.stringify(url === '/some' ? REDIRECT_URIS.slice(1) : REDIRECT_URIS));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    port = (server.address() as AddressInfo).port;
    closed = await startWorld();
    const token = await initialAccessToken(closed);
    // Only then: passport, which checks passwords, knows the last server of a process only.
    open = await startWorld({ OUTBOUND_ALLOWED_NETWORKS: '127.0.0.1/32' });
    tokens = new Map([
      [closed, token],
      [open, await initialAccessToken(open)],
    ]);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const register = async (world: LocalWorld, sector_identifier_uri: string): Promise<Answer> => {
    paths.length = 0;
    const body = { redirect_uris: REDIRECT_URIS, subject_type: 'pairwise', sector_identifier_uri };
    return sendRegistration(world, { token: tokens.get(world) ?? '', body });
  };

  it('H04 nothing in it is asked, whatever is there, and all answers are alike', async () => {
    const answers: unknown[] = [];
    for (const uri of [
      `https://127.0.0.1:${port}/sector`,
      `https://localhost:${port}/sector`,
      `https://[::ffff:7f00:1]:${port}/sector`,
      'https://127.0.0.1:1/sector',
      'https://169.254.169.254/latest/meta-data',
      'https://10.0.0.1/sector',
    ]) {
      const { status, json } = await register(closed, uri);
      answers.push([status, json]);
    }
    expect(paths).toEqual([]);
    expect(answers[0]).toMatchObject([400, { error: 'invalid_client_metadata' }]);
    expect(answers).toEqual(answers.map(() => answers[0]));
    const plain = await register(closed, `http://127.0.0.1:${port}/sector`);
    expect([plain.status, paths]).toEqual([400, []]);
  });

  it('H04 a redirect is not followed, and a document that misses a redirect URI is refused', async () => {
    const good = await register(open, `http://127.0.0.1:${port}/sector`);
    expect([good.status, paths]).toEqual([201, ['/sector']]);
    for (const path of ['/moved', '/some']) {
      const answer = await register(open, `http://127.0.0.1:${port}${path}`);
      expect([answer.status, answer.json.error]).toEqual([400, 'invalid_client_metadata']);
      expect(paths).toEqual([path]);
    }
  });

  it('H04 nor can a registration be moved there later', async () => {
    paths.length = 0;
    const one = { redirect_uris: REDIRECT_URIS.slice(0, 1), subject_type: 'pairwise' };
    const token = tokens.get(closed) ?? '';
    const { json } = await sendRegistration(closed, { token, body: one });
    const changed = await sendRegistration(closed, {
      ...{ method: 'PUT', path: `/${json.client_id}`, token: json.registration_access_token },
      body: {
        ...{ ...one, client_id: json.client_id },
        sector_identifier_uri: `https://127.0.0.1:${port}/sector`,
      },
    });
    expect([changed.status, changed.json.error, paths]).toEqual([
      ...[400, 'invalid_client_metadata', []],
    ]);
  });
});
