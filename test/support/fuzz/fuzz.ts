import { Agent, request as httpRequest } from 'node:http';
import { Chance } from './chance.js';
import { Findings, type FuzzAnswer } from './findings.js';
import { type FuzzRequest, type Known, requestFor, type Target } from './request.js';

const PARALLEL = 8;
const PATIENCE_MS = 20_000;

export interface FuzzOptions {
  readonly origin: string;
  readonly requests: number;
  readonly seed: number;
  /** Called after every 5,000 requests. */
  readonly progress?: (findings: Findings) => void;
}

/** Sends `requests` requests that `seed` determines, eight at a time. */
export async function fuzz(
  targets: readonly Target[],
  known: Known,
  { origin, requests, seed, progress }: FuzzOptions,
): Promise<Findings> {
  const findings = new Findings();
  const chance = new Chance(seed);
  const agent = new Agent({ keepAlive: true, maxSockets: PARALLEL });
  let sent = 0;
  const sender = async () => {
    while (sent < requests) {
      sent += 1;
      const request = requestFor(chance.of(targets), known, chance);
      await send(origin, request, agent).then(
        (answer) => {
          findings.note(request, answer);
        },
        (error: unknown) => {
          findings.lost(request, `got no answer: ${String(error)}`);
        },
      );
      if (findings.requests % 5000 === 0) progress?.(findings);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, sender));
  agent.destroy();
  return findings;
}

/** By node:http, which sends what fetch would refuse to. */
function send(origin: string, fuzzed: FuzzRequest, agent?: Agent): Promise<FuzzAnswer> {
  const { method, path, headers, body } = fuzzed;
  const { hostname, port } = new URL(origin);
  return new Promise<FuzzAnswer>((resolve, reject) => {
    const startedAt = performance.now();
    const request = httpRequest(
      {
        hostname,
        port,
        method,
        path,
        ...(agent === undefined ? { agent: false } : { agent }),
        timeout: PATIENCE_MS,
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('error', reject).on('end', () => {
          const milliseconds = performance.now() - startedAt;
          resolve({
            status: response.statusCode ?? 0,
            body: text,
            headers: response.headers,
            milliseconds,
          });
        });
      },
    );
    request.on('timeout', () => request.destroy(new Error(`nothing within ${PATIENCE_MS} ms`)));
    request.on('error', (error) => {
      // The server may end a kept connection just when we begin to use it again: every client retries.
      if (request.reusedSocket) resolve(send(origin, fuzzed));
      else reject(error);
    });
    request.end(body);
  });
}
