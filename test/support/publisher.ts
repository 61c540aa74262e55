import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { atEndOfFile } from './end-of-file.js';

/** A host on loopback that publishes JSON documents; the server needs it in OUTBOUND_ALLOWED_NETWORKS. */
export class Publisher {
  /** By path; a test puts there what it likes. */
  readonly documents = new Map<string, unknown>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Publisher> {
    const server = createServer((request, response) => {
      const document = publisher.documents.get(request.url ?? '');
      response.writeHead(document === undefined ? 404 : 200, {
        'content-type': 'application/json',
      });
      response.end(JSON.stringify(document));
    });
    const publisher = new Publisher(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    atEndOfFile(() => {
      server.closeAllConnections();
      server.close();
      return Promise.resolve();
    });
    return publisher;
  }

  publish(path: string, document: unknown): string {
    this.documents.set(path, document);
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${path}`;
  }
}
