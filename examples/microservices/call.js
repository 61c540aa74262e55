// @ts-check

/** The next service did not do what was asked. */
export class CallError extends Error {
  /**
   * @param {string} address
   * @param {number} status
   */
  constructor(address, status) {
    super(`${address} answered ${status}`);
    this.status = status;
  }
}

/**
 * Posts JSON to another service.
 *
 * @param {string} address
 * @param {string} token
 * @param {object} body
 * @returns {Promise<any>} its JSON answer
 * @throws {CallError}
 */
export async function call(address, token, body) {
  const response = await fetch(address, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new CallError(address, response.status);
  return response.json();
}
