// @ts-check
import { StartError } from './start.js';

/** An answer of the admin API that is not a success, as RFC 9457 problem details. */
export class AdminApiError extends Error {
  /**
   * @param {string} message
   * @param {number} status
   */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** The few operations of Gatehouse's admin API that the examples need. */
export class AdminApi {
  #issuer;
  #token;

  /**
   * @param {string} issuer
   * @param {string} token an access token for the admin API
   */
  constructor(issuer, token) {
    this.#issuer = issuer;
    this.#token = token;
  }

  /**
   * @param {object} metadata RFC 7591 client metadata
   * @returns {Promise<{ client_id: string, client_secret: string }>}
   */
  createClient(metadata) {
    return this.#request('POST', '/admin/clients', metadata);
  }

  /**
   * @param {object} resourceServer
   * @returns {Promise<{ id: string, identifier: string }>}
   */
  createResourceServer(resourceServer) {
    return this.#request('POST', '/admin/resource-servers', resourceServer);
  }

  /**
   * @param {object} assertionIssuer
   * @returns {Promise<{ id: string, issuer: string }>}
   */
  createAssertionIssuer(assertionIssuer) {
    return this.#request('POST', '/admin/assertion-issuers', assertionIssuer);
  }

  /**
   * @param {object} user claims, `username` and `password`
   * @returns {Promise<{ sub: string }>}
   */
  createUser(user) {
    return this.#request('POST', '/admin/users', user);
  }

  /** @returns {Promise<{ id: string, identifier: string }[]>} all of them */
  async resourceServers() {
    const found = [];
    let after = '';
    do {
      const query = new URLSearchParams(after ? { after } : {});
      const { items, next } = await this.#request('GET', `/admin/resource-servers?${query}`);
      found.push(...items);
      after = next;
    } while (after);
    return found;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {object} [body]
   * @returns {Promise<any>} the JSON answer, whose shape each operation states
   */
  async #request(method, path, body) {
    const response = await fetch(this.#issuer + path, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        accept: 'application/json',
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (response.ok) return response.json();
    const text = await response.text();
    if (response.status === 401 || response.status === 403) throw refused(response);
    throw new AdminApiError(`${method} ${path}: ${response.status} ${text}`, response.status);
  }
}

/** @param {Response} response */
function refused(response) {
  const challenge = response.headers.get('www-authenticate') ?? 'no reason given';
  return new StartError(
    `Gatehouse's admin API refused the registration (${response.status}: ${challenge}).\n` +
      'The token needs the scopes clients:write, resource-servers:write and resource-servers:read,\n' +
      'for first-party-app users:write too, for build-pipeline assertion-issuers:write besides, and must not have expired.',
  );
}
