import { exchange, type FetchOptions } from './exchange.js';
import { OutboundError } from './outbound-error.js';

/**
 * POSTs a form to an address that somebody else chose. Of the answer nothing but its status is looked
 * at: 200, or 204 as some frameworks say it.
 * @throws OutboundError
 */
export async function postForm(
  address: string,
  fields: Readonly<Record<string, string>>,
  options: FetchOptions,
): Promise<void> {
  const body = new URLSearchParams(fields).toString();
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(Buffer.byteLength(body)),
  };
  await exchange(address, { headers, body }, options, ({ statusCode = 0 }) => {
    if (statusCode !== 200 && statusCode !== 204) {
      throw new OutboundError(`status ${String(statusCode)}`);
    }
  });
}
