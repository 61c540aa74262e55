import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { atEndOfFile } from './end-of-file.js';

export interface Visit {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  /** What was posted, as a form. */
  readonly fields: Readonly<Record<string, string>>;
}

type Behaviour = (visit: Visit, response: ServerResponse) => void;

const page: Behaviour = ({ url }, response) => {
  response
    .writeHead(200, { 'content-type': 'text/html' })
    .end(`<!doctype html><title>${url.pathname}</title><h1 id="arrived">${url.pathname}</h1>`);
};

/** The web server of a client on this machine, which remembers who came. */
export class RelyingParty {
  readonly visits: Visit[] = [];
  /** What to answer by path; a small page where nothing is said. */
  readonly behaviours = new Map<string, Behaviour>();

  private constructor(readonly origin: string) {}

  /** @param host on the loopback interface */
  static async start(host: 'localhost' | '[::1]' = 'localhost'): Promise<RelyingParty> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const url = new URL(request.url ?? '/', party.origin);
        const form = new URLSearchParams(Buffer.concat(chunks).toString());
        const { method = '', headers } = request;
        const visit = { method, url, headers, fields: Object.fromEntries(form) };
        party.visits.push(visit);
        (party.behaviours.get(url.pathname) ?? page)(visit, response);
      });
    });
    await new Promise<void>((done) =>
      server.listen(0, host === '[::1]' ? '::1' : '127.0.0.1', done),
    );
    const party = new RelyingParty(`http://${host}:${(server.address() as AddressInfo).port}`);
    atEndOfFile(async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    });
    return party;
  }

  /** What a client registers that wants to hear of every logout. */
  get metadata() {
    return {
      redirect_uris: [`${this.origin}/callback`],
      post_logout_redirect_uris: [`${this.origin}/bye`],
      frontchannel_logout_uri: `${this.origin}/front?own=1`,
      frontchannel_logout_session_required: true,
      backchannel_logout_uri: `${this.origin}/back`,
      backchannel_logout_session_required: true,
    };
  }

  at(path: string): Visit[] {
    return this.visits.filter(({ url }) => url.pathname === path);
  }

  /** The visits to `path`, once there are so many. */
  async expect(path: string, count: number, within = 10_000): Promise<Visit[]> {
    const deadline = performance.now() + within;
    while (this.at(path).length < count) {
      if (performance.now() > deadline) {
        throw new Error(`${this.at(path).length} instead of ${count} visits to ${path}`);
      }
      await sleep(20);
    }
    return this.at(path);
  }
}
