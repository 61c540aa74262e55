import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { atEndOfFile } from '../../../support/end-of-file.js';
import type { TlsEnvironment } from '../../../support/tls.js';

export interface Document {
  readonly type: string;
  readonly body: string | Buffer;
}

/** A request that somebody made to the suite. */
export interface Arrival {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** What the suite publishes over https for the server to fetch, and what is sent to it. */
export class Documents {
  readonly arrivals: Arrival[] = [];
  private readonly published = new Map<string, Document>();
  private next = 0;

  private constructor(readonly origin: string) {}

  static async start(files: TlsEnvironment): Promise<Documents> {
    const [cert, key] = [readFileSync(files.TLS_CERT), readFileSync(files.TLS_KEY)];
    const server = createServer({ cert, key }, (request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        const { method = '', url: path = '', headers } = request;
        documents.arrivals.push({ method, path, headers, body });
        const found = documents.published.get(path.split('?')[0] ?? '');
        response.writeHead(found === undefined ? 404 : 200, {
          'content-type': found?.type ?? 'text/plain',
        });
        response.end(found?.body);
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    atEndOfFile(async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    });
    const documents = new Documents(`https://localhost:${(server.address() as AddressInfo).port}`);
    return documents;
  }

  /** Serves it from now on; `at` replaces what was there. */
  publish(document: Document, at = `${this.origin}/${String(this.next++)}`): string {
    this.published.set(new URL(at).pathname, document);
    return at;
  }

  publishJson(value: unknown, at?: string): string {
    return this.publish({ type: 'application/json', body: JSON.stringify(value) }, at);
  }
}
