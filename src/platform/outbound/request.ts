import { exchange, type FetchOptions, type OutboundMessage } from './exchange.js';
import { read } from './fetch-json.js';
import { OutboundError } from './outbound-error.js';

/** An answer as it came, whatever its status. */
export interface OutboundAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * Sends a request and reads all of the answer, of 64 kB at the most.
 * @throws OutboundError
 */
export async function request(
  address: string,
  message: OutboundMessage,
  options: FetchOptions,
): Promise<OutboundAnswer> {
  return exchange(address, message, options, async (response) => {
    const { statusCode: status = 0, headers } = response;
    if ((headers['content-encoding'] ?? 'identity') !== 'identity') {
      throw new OutboundError('compressed');
    }
    const single = Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as const] : [],
    );
    return { status, headers: Object.fromEntries(single), body: await read(response) };
  });
}
