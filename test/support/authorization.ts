import { randomBytes } from 'node:crypto';
import type { Answer } from './answer.js';
import { Browser, type Query } from './browser.js';
import { pkce } from './pkce.js';
import type { RegisteredClient } from './registered-client.js';
import { walk, type Credentials } from './sign-in.js';

export interface AuthorizationOptions {
  readonly client: RegisteredClient;
  readonly user: Credentials;
  readonly scope?: string;
  /** A browser that may be signed in already; a fresh one when absent. */
  readonly browser?: Browser;
  readonly consent?: 'approve' | 'cancel';
  /** Sends a challenge and remembers its verifier; true unless told otherwise. */
  readonly pkce?: boolean;
  /** Further parameters of the authorization request; undefined leaves one out. */
  readonly parameters?: Query;
}

export interface EndedAuthorization {
  /** The redirect to the client, or the page on which the way ended. */
  readonly end: Answer;
  readonly browser: Browser;
  readonly redirect_uri: string;
  readonly code_verifier?: string;
}

export interface IssuedCode {
  readonly code: string;
  readonly redirect_uri: string;
  /** Empty when no challenge was sent. */
  readonly code_verifier?: string;
  /** All parameters of the authorization response. */
  readonly response: Readonly<Record<string, string>>;
  readonly browser: Browser;
}

export interface Tokens {
  readonly access_token: string;
  readonly token_type: string;
  readonly expires_in: number;
  readonly refresh_token?: string;
  readonly id_token?: string;
  readonly scope?: string;
  readonly [extension: string]: unknown;
}

/** The answer of a successful token request; throws the error otherwise. */
export function tokensOf(answer: Answer): Tokens {
  if (answer.status !== 200) throw new Error(`The token request failed: ${answer.summary()}`);
  return answer.json as Tokens;
}

/** Sends an authorization request as a browser and walks the pages it leads to. */
export async function authorize(
  issuer: string,
  options: AuthorizationOptions,
): Promise<EndedAuthorization> {
  const { client, user, scope = 'openid', browser = new Browser(issuer) } = options;
  const { code_verifier, ...challenge } = pkce();
  const withChallenge = options.pkce !== false;
  const redirect_uri = String(options.parameters?.['redirect_uri'] ?? client.redirect_uris[0]);
  const start = await browser.get('/authorize', {
    ...{ response_type: 'code', client_id: client.client_id, redirect_uri, scope },
    state: randomBytes(8).toString('hex'),
    ...(withChallenge ? challenge : {}),
    ...options.parameters,
  });
  const consent = options.consent ?? 'approve';
  const end = await walk(browser, start, { user, until: redirect_uri, consent });
  return { end, browser, redirect_uri, ...(withChallenge ? { code_verifier } : {}) };
}
