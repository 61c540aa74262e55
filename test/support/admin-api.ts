import { Answer } from './answer.js';
import { Browser } from './browser.js';
import { pkce } from './pkce.js';
import { walk, type Credentials } from './sign-in.js';

const SCOPE = [
  'clients:read clients:write users:read users:write users:help sessions:end groups:read groups:write roles:read roles:write',
  'resource-servers:read resource-servers:write assertion-issuers:read assertion-issuers:write identity-providers:read identity-providers:write keys:read keys:write settings:read settings:write',
  'diagnostics:read events:read webhooks:read webhooks:write',
].join(' ');

/** The management API, called with the token that Swagger UI would get for the administrator. */
export class AdminApi {
  private cached: { token: string; expiresAt: number } | undefined;

  constructor(
    private readonly issuer: string,
    private readonly administrator: Credentials,
  ) {}

  /** An access token of the administrator; a new one when the last is about to expire. */
  async token(): Promise<string> {
    const now = Date.now() / 1000;
    if (this.cached === undefined || this.cached.expiresAt < now + 30) {
      const { access_token, expires_in } = await this.signIn();
      this.cached = { token: access_token, expiresAt: now + expires_in };
    }
    return this.cached.token;
  }

  /** The token is good no more. */
  forget(): void {
    this.cached = undefined;
  }

  get = (path: string) => this.call('GET', path);
  post = (path: string, body: unknown = {}) => this.call('POST', path, body);
  patch = (path: string, body: unknown) => this.call('PATCH', path, body);
  delete = (path: string) => this.call('DELETE', path);

  /** Calls `/admin<path>`. */
  async call(
    method: string,
    path: string,
    body?: unknown,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const url = new URL(`${this.issuer}/admin${path}`);
    const authorization = `Bearer ${await this.token()}`;
    const headers: Record<string, string> = { authorization, ...more };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const response = await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return Answer.read(url, response);
  }

  /** Calls `POST /admin<path>` and gives back the created object. */
  async create(path: string, body: unknown): Promise<any> {
    const answer = await this.post(path, body);
    if (answer.status !== 201) throw new Error(`POST /admin${path}: ${answer.summary()}`);
    return answer.json;
  }

  private async signIn(): Promise<{ access_token: string; expires_in: number }> {
    const browser = new Browser(this.issuer);
    const { code_verifier, ...challenge } = pkce();
    const redirect_uri = `${this.issuer}/docs/oauth2-redirect.html`;
    const client_id = 'swagger-ui';
    const start = await browser.get('/authorize', {
      ...{ response_type: 'code', client_id, redirect_uri, scope: SCOPE, state: 'admin' },
      ...challenge,
    });
    const end = await walk(browser, start, { user: this.administrator, until: redirect_uri });
    const { code } = end.parameters;
    if (code === undefined) throw new Error(`The administrator got no code: ${end.summary()}`);
    const answer = await browser.post('/token', {
      ...{ grant_type: 'authorization_code', code, redirect_uri, client_id, code_verifier },
    });
    if (answer.status !== 200) throw new Error(`No administrator's token: ${answer.summary()}`);
    return answer.json as { access_token: string; expires_in: number };
  }
}
