import { createServer, type IncomingMessage } from 'node:http';
import { atEndOfFile } from '../support/end-of-file.js';
import { freePort } from '../support/free-port.js';

/** An application's redirect URI: somewhere for the browser to arrive. */
export class Callback {
  /** The authorization responses that were brought here, oldest first, by query or by form. */
  readonly answers: Record<string, string>[] = [];

  private constructor(readonly url: string) {}

  static async listen(): Promise<Callback> {
    const callback = new Callback(`http://localhost:${await freePort()}/callback`);
    const server = createServer((request, response) => {
      void callback.note(request).then(() => {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
        response.end(
          '<!doctype html><html lang="en"><title>Planner</title><h1>Planner</h1></html>',
        );
      });
    });
    const { port, hostname } = new URL(callback.url);
    await new Promise<void>((resolve) => server.listen(Number(port), hostname, resolve));
    atEndOfFile(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return callback;
  }

  private async note(request: IncomingMessage): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { pathname, search } = new URL(request.url ?? '/', this.url);
    // Browsers ask for /favicon.ico too.
    if (pathname !== '/callback') return;
    this.answers.push(Object.fromEntries(new URLSearchParams(body || search)));
  }
}
