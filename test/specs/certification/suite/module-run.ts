import { randomBytes } from 'node:crypto';
import { expect } from '@jest/globals';
import type { JWTPayload } from 'jose';
import type { Answer } from '../../../support/answer.js';
import { encode, type Browser } from '../../../support/browser.js';
import { walk } from '../../../support/sign-in.js';
import {
  expectErrorPage,
  expectErrorResponse,
  isResponse,
  readResponse,
  type RequestParameters,
  type ResponseParameters,
} from './authorization-response.js';
import { expectIdToken, type Hashed } from './id-token.js';
import { completeLogin, type Login } from './login.js';
import { CALLBACK, Registrations } from './registrations.js';
import { credentialsOf, type SuiteClient } from './suite-client.js';
import type { Discovered, Metadata, Suite } from './suite.js';
import type { Variant } from './variant.js';

type Changes = Readonly<Record<string, string | undefined>>;

/** How one authorization request ended. */
export interface Ending {
  readonly request: RequestParameters;
  readonly answer: Answer;
  /** The pages on which the person was asked something. */
  readonly pages: readonly Answer[];
}

export interface Sending {
  /** What is sent, where it is not the request as it stands. */
  readonly sent?: RequestParameters;
  readonly method?: 'GET' | 'POST';
  /** Of a client assertion at the token endpoint; that endpoint unless told otherwise. */
  readonly audience?: string;
}

/** One run of a module: a browser of its own, and clients that are gone when it is over. */
export class ModuleRun {
  readonly browser: Browser;
  readonly registrations: Registrations;

  private constructor(
    readonly suite: Suite,
    readonly variant: Variant,
    readonly discovered: Discovered,
  ) {
    this.browser = suite.world.browser();
    this.registrations = new Registrations(suite, variant, discovered.metadata);
  }

  static async begin(suite: Suite, variant: Variant): Promise<ModuleRun> {
    return new ModuleRun(suite, variant, await suite.discover());
  }

  async end(): Promise<void> {
    await this.registrations.deleteAll();
  }

  get metadata(): Metadata {
    return this.discovered.metadata;
  }

  get issuer(): string {
    return this.suite.issuer;
  }

  gives(word: 'code' | 'id_token' | 'token'): boolean {
    return this.variant.response_type.split(' ').includes(word);
  }

  /** Whether the client gets an access token, with which it can ask userinfo. */
  get opensUserinfo(): boolean {
    return this.gives('code') || this.gives('token');
  }

  registerClient(metadata: Readonly<Record<string, unknown>> = {}): Promise<SuiteClient> {
    return this.registrations.register(metadata);
  }

  /** An authorization request of this variant; `undefined` takes a parameter away. */
  request(client: SuiteClient, changes: Changes = {}): RequestParameters {
    const { response_type, response_mode } = this.variant;
    const all: Changes = {
      client_id: client.client_id,
      redirect_uri: client.redirect_uris[0],
      scope: 'openid',
      // As long as the suite ever makes it.
      state: randomBytes(64).toString('hex'),
      nonce: randomBytes(8).toString('base64url'),
      response_type,
      ...(response_mode === 'default' ? {} : { response_mode }),
      ...changes,
    };
    const present = Object.entries(all).filter(([, value]) => value !== undefined);
    return Object.fromEntries(present) as RequestParameters;
  }

  /** Sends the request with the browser, and signs in and consents wherever that is asked. */
  async send(request: RequestParameters, how: Sending = {}): Promise<Ending> {
    const { sent = request, method = 'GET' } = how;
    const seen = this.browser.history.length;
    const address = this.metadata.authorization_endpoint;
    const first =
      method === 'GET'
        ? await this.browser.get(address, sent)
        : // From a page of the suite, which is another site.
          await this.browser.post(address, sent, { origin: new URL(CALLBACK).origin });
    const answer = await walk(this.browser, first, { user: this.suite.user });
    const pages = this.browser.history
      .slice(seen)
      .filter((page) => page.has('login-submit') || page.has('consent-approve'));
    return { request, answer, pages };
  }

  /** A whole authorization, with everything that has to be true of each. */
  async login(client: SuiteClient, changes: Changes = {}, how: Sending = {}): Promise<Login> {
    return this.complete(client, await this.send(this.request(client, changes), how), how);
  }

  /** Takes the authorization response to its end: tokens, ID tokens, userinfo. */
  complete(client: SuiteClient, ending: Ending, { audience }: Sending = {}): Promise<Login> {
    return completeLogin(this, client, ending, audience);
  }

  idToken(
    client: SuiteClient,
    jwt: string,
    { nonce }: RequestParameters,
    hashed: Hashed = {},
  ): Promise<JWTPayload> {
    return expectIdToken(jwt, {
      ...{ issuer: this.issuer, clientId: client.client_id, keys: this.discovered.keys },
      ...{ nonce, hashed },
      // Where there is an access token, that is for userinfo (OIDC Core §5.4).
      aboutThePerson: !this.opensUserinfo,
      algorithm: client.id_token_signed_response_alg ?? 'RS256',
    });
  }

  redeem(
    client: SuiteClient,
    code: string,
    { redirect_uri = '', code_verifier }: RequestParameters,
    audience?: string,
  ): Promise<Answer> {
    const proof = code_verifier === undefined ? {} : { code_verifier };
    const fields = { grant_type: 'authorization_code', code, redirect_uri, ...proof };
    return this.token(client, fields, audience);
  }

  async token(
    client: SuiteClient,
    fields: Readonly<Record<string, string>>,
    audience = this.metadata.token_endpoint,
  ): Promise<Answer> {
    const credentials = await credentialsOf(client, audience);
    return this.suite.fetch(this.metadata.token_endpoint, {
      method: 'POST',
      headers: credentials.headers,
      body: encode({ ...fields, ...credentials.fields }),
    });
  }

  /** That the client was told one of these errors. */
  expectError({ answer, request }: Ending, ...codes: string[]): ResponseParameters {
    const response = readResponse(answer, request);
    expectErrorResponse(response, request, this.issuer, codes);
    return response;
  }

  /** That the person was told, and the client was not. */
  expectErrorPage({ answer, request }: Ending): void {
    expect(isResponse(answer, request)).toBe(false);
    expectErrorPage(answer, request);
  }

  /** Whether the ending is a response, rather than a page. */
  isResponse({ answer, request }: Ending): boolean {
    return isResponse(answer, request);
  }
}
