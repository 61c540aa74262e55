import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A request of which the server has seen the first half and waits for the second. */
export class HalfRequest {
  private received = '';

  private constructor(
    private readonly socket: Socket,
    private readonly rest: string,
  ) {
    socket.setEncoding('utf8').on('data', (text: string) => (this.received += text));
    socket.on('error', () => undefined);
  }

  static async post(url: string, headers: Record<string, string>, body: string) {
    const { host, port, pathname } = new URL(url);
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    const all = {
      host,
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(Buffer.byteLength(body)),
      ...headers,
    };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
    const half = Math.floor(body.length / 2);
    socket.write(`POST ${pathname} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    socket.write(body.slice(0, half));
    return new HalfRequest(socket, body.slice(half));
  }

  /** Sends the second half; resolves with all that came back once the server closed. */
  async finish(): Promise<string> {
    this.socket.write(this.rest);
    return this.end();
  }

  /** Ends the connection without sending the second half. */
  leave(): void {
    this.socket.resetAndDestroy();
  }

  /** Waits, without sending the second half, until the server closed. */
  async end(): Promise<string> {
    if (!this.socket.closed) await once(this.socket, 'close');
    return this.received;
  }
}
