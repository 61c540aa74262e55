import { connect } from 'node:net';

export interface RawAnswer {
  /** 0 when the server closed the connection without an answer. */
  readonly status: number;
  /** In the order and spelling of the wire. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  /** Every byte received, as latin1. */
  readonly raw: string;
  /** Milliseconds until the connection ended. */
  readonly elapsed: number;
  header(name: string): string | undefined;
}

/** How long an answer may take to begin, and then to go on, in milliseconds. */
const BEGINS_WITHIN = 15_000;
const GOES_ON_WITHIN = 1000;

/**
 * Sends bytes as they are and collects what comes back until the server closes or is silent for
 * too long; for what `fetch` would refuse to send or would repair.
 * @param patience milliseconds to wait where there may be no answer at all
 */
export async function rawHttp(
  origin: string,
  request: string | Buffer,
  patience?: number,
): Promise<RawAnswer> {
  const { hostname, port } = new URL(origin);
  const startedAt = performance.now();
  const chunks: Buffer[] = [];
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname);
    const end = () => {
      socket.destroy();
      resolve();
    };
    socket.setTimeout(patience ?? BEGINS_WITHIN, end);
    socket.on('connect', () => socket.write(request));
    socket.on('data', (chunk) => {
      socket.setTimeout(patience ?? GOES_ON_WITHIN);
      chunks.push(chunk);
    });
    socket.on('error', end);
    socket.on('close', end);
  });
  const raw = Buffer.concat(chunks).toString('latin1');
  return { ...parse(raw), raw, elapsed: performance.now() - startedAt };
}

function parse(raw: string): Omit<RawAnswer, 'raw' | 'elapsed'> {
  const split = raw.indexOf('\r\n\r\n');
  const head = split === -1 ? raw : raw.slice(0, split);
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
  });
  const header = (name: string) =>
    headers.find(([candidate]) => candidate.toLowerCase() === name.toLowerCase())?.[1];
  const rest = split === -1 ? '' : raw.slice(split + 4);
  const body = header('transfer-encoding') === 'chunked' ? unchunk(rest) : rest;
  return {
    status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(statusLine)?.[1] ?? 0),
    headers,
    header,
    body,
  };
}

function unchunk(encoded: string): string {
  let rest = encoded;
  let body = '';
  for (;;) {
    const end = rest.indexOf('\r\n');
    const size = Number.parseInt(rest.slice(0, end), 16);
    if (end === -1 || !(size > 0)) return body;
    body += rest.slice(end + 2, end + 2 + size);
    rest = rest.slice(end + 2 + size + 2);
  }
}
