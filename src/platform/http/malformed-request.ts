import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Config } from '#platform/config';
import { textsFor } from '#platform/texts';
import { BasePath } from './base-path.js';
import { pageHeaders, securityHeaders } from './security-headers.js';
import { errorPage } from './views/error.page.js';
import { PLAIN_LOOK } from './views/look.js';

/** What Node tells of a request that it cannot read. */
interface ConnectionError extends Error {
  readonly code?: string;
  /** What had arrived of it: a Buffer. */
  readonly rawPacket?: unknown;
}

const STATUS: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};

/** Connections on which a request was refused by its head: what comes behind that is not looked at. */
export const refusedByHead = new WeakSet<object>();

/**
 * Answers what never becomes a request: header fields that are too large, not HTTP, or too slow. People who
 * have gathered too many cookies see a page.
 */
export function answerMalformed(config: Config) {
  const headers = securityHeaders(config);
  const basePath = new BasePath(config);
  return (error: ConnectionError, socket: Socket): void => {
    // That answer is on its way, and ends the connection.
    if (refusedByHead.has(socket)) return;
    if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
      socket.destroy();
      return;
    }
    const status = STATUS[error.code ?? ''] ?? 400;
    const { happened, toDo } = textsFor().malformed[status === 431 ? 'tooLarge' : 'unreadable'];
    const forPeople = status === 431 && showsPages(error.rawPacket);
    const body = forPeople
      ? basePath.inHtml(
          errorPage
            .render({
              title: textsFor().error.other,
              ...{ error: 'invalid_request', description: happened, toDo },
            })
            .in(PLAIN_LOOK),
        )
      : JSON.stringify({ error: 'invalid_request', error_description: happened });
    const head = {
      ...headers,
      ...(forPeople ? pageHeaders() : { 'content-type': 'application/json; charset=utf-8' }),
      'content-length': String(Buffer.byteLength(body)),
      connection: 'close',
    };
    const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}`);
    const statusLine = `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`;
    socket.end([statusLine, ...lines, '', body].join('\r\n'), () => socket.destroy());
  };
}

/** Whether it comes from a browser, as far as that has arrived. */
function showsPages(packet: unknown): boolean {
  const head = Buffer.isBuffer(packet) ? packet.toString('latin1') : '';
  const accept = /^accept:(.*)$/im.exec(head)?.[1];
  return accept?.includes('text/html') ?? true;
}
