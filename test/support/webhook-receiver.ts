import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { atEndOfFile } from './end-of-file.js';

export interface ReceivedMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What was answered. */
  readonly status: number;
}

/** Somebody who is told of events. */
export class WebhookReceiver {
  readonly received: ReceivedMessage[] = [];
  /** What it answers from now on. */
  status = 204;
  /** Milliseconds that it takes to answer. */
  pause = 0;
  private atOnce = 0;
  /** How many messages it had in its hands at the same time, at most. */
  mostAtOnce = 0;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<WebhookReceiver> {
    const server = createServer();
    const receiver = new WebhookReceiver(server);
    server.on('request', (request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        void receiver.take(request.headers as Record<string, string>, body).then((status) => {
          response.writeHead(status).end();
        });
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    atEndOfFile(async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    });
    return receiver;
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${String(port)}/events`;
  }

  /** Of the messages that it took, in order. */
  get taken(): { readonly type: string; readonly data: any }[] {
    return this.received
      .filter(({ status }) => status < 300)
      .map(({ body }) => JSON.parse(body) as { type: string; data: any });
  }

  /** Waits until it took as many as that, or does not get them. */
  async until(condition: () => boolean): Promise<void> {
    for (let i = 0; i < 300 && !condition(); i++) await sleep(100);
  }

  private async take(headers: Record<string, string>, body: string): Promise<number> {
    const { status } = this;
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    await sleep(this.pause);
    this.atOnce -= 1;
    this.received.push({ headers, body, status });
    return status;
  }
}
