import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type * as OpenIdClient from 'openid-client';
import { atMost } from '#platform/cache';
import { Config } from '#platform/config';
import { OutboundDocuments } from '#platform/outbound';
import { epochSeconds } from '#protocol';
import { type IdentityProvider, objectIn, ProviderSecrets } from '#registry/identity-providers';
import { profileIn, type UpstreamAccount } from './upstream-account.js';

/** For how long what a provider says of itself is believed, in milliseconds. */
const MAX_AGE = 300_000;
const MAX_PROVIDERS = 200;

/** What is remembered of a visit until its person comes back, in their browser and sealed. */
export interface UpstreamVisit {
  readonly provider: string;
  readonly epoch: string;
  readonly state: string;
  readonly verifier: string;
  readonly nonce?: string;
  /** When they left, in seconds since the epoch, and how old their sign-in there may have been then. */
  readonly begunAt: number;
  readonly maxAge?: number;
}

/** The person did not want to, or may not. */
export class UpstreamDenied extends Error {}

/** What is asked for at the provider. */
export interface UpstreamRequest {
  readonly loginHint?: string | undefined;
  /** How old the sign-in there may be, in seconds. */
  readonly maxAge?: number | undefined;
  /** Whether people prove once more who they are. */
  readonly anew?: boolean;
}

/** Loaded when somebody signs in elsewhere: a server without providers pays nothing. */
const library = () => import('openid-client');

/** Signs people in elsewhere: the one place that speaks the client's side of OAuth 2 (RFC 6749, OIDC Core). */
@Injectable()
export class UpstreamClient {
  private readonly configurations = new LRUCache<string, Promise<OpenIdClient.Configuration>>({
    ...atMost(MAX_PROVIDERS),
    ttl: MAX_AGE,
  });

  constructor(
    private readonly documents: OutboundDocuments,
    private readonly secrets: ProviderSecrets,
    private readonly config: Config,
  ) {}

  /** Where to send somebody, and what to remember of it. */
  async begin(
    provider: IdentityProvider,
    { loginHint, maxAge, anew = false }: UpstreamRequest,
  ): Promise<{ readonly url: string; readonly visit: UpstreamVisit }> {
    const client = await library();
    const configuration = await this.configurationOf(provider);
    const [state, verifier] = [client.randomState(), client.randomPKCECodeVerifier()];
    const nonce = provider.origin.kind === 'oidc' ? client.randomNonce() : undefined;
    const url = client.buildAuthorizationUrl(configuration, {
      ...{ redirect_uri: this.redirectUri(provider), scope: provider.scopes.join(' '), state },
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(nonce === undefined ? {} : { nonce }),
      ...(maxAge === undefined ? {} : { max_age: String(maxAge) }),
      ...(anew ? { prompt: 'login' } : {}),
      ...(loginHint === undefined ? {} : { login_hint: loginHint }),
    });
    const visit = {
      ...{ provider: provider.id, epoch: provider.epoch, state, verifier, begunAt: epochSeconds() },
      ...(nonce === undefined ? {} : { nonce }),
      ...(maxAge === undefined ? {} : { maxAge }),
    };
    return { url: url.href, visit };
  }

  /**
   * Redeems the code with which somebody came back.
   * @param query as it came
   * @throws Error whatever is wrong with the answers of the provider
   */
  async finish(
    provider: IdentityProvider,
    query: string,
    visit: UpstreamVisit,
  ): Promise<UpstreamAccount> {
    const client = await library();
    const configuration = await this.configurationOf(provider);
    const { state, verifier, nonce } = visit;
    const here = new URL(this.redirectUri(provider) + query);
    const checks = {
      ...{ expectedState: state, pkceCodeVerifier: verifier },
      ...(nonce === undefined ? {} : { expectedNonce: nonce, idTokenExpected: true }),
    };
    const tokens = await client
      .authorizationCodeGrant(configuration, here, checks)
      .catch((error: unknown) => {
        const denied =
          error instanceof client.AuthorizationResponseError && error.error === 'access_denied';
        throw denied ? new UpstreamDenied() : error;
      });
    return provider.origin.kind === 'oidc'
      ? this.fromIdToken(provider, configuration, tokens)
      : this.fromUserinfo(provider, tokens.access_token);
  }

  /** Where people sign out there; undefined where the provider names no such endpoint. */
  async endSessionUrl(
    provider: IdentityProvider,
    idToken: string,
    returnTo: string,
  ): Promise<string | undefined> {
    if (provider.origin.kind !== 'oidc') return undefined;
    const client = await library();
    const configuration = await this.configurationOf(provider);
    if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined;
    const asked = { id_token_hint: idToken, post_logout_redirect_uri: returnTo };
    return client.buildEndSessionUrl(configuration, asked).href;
  }

  /** Where the keys of a provider are. */
  async keysOf(provider: IdentityProvider): Promise<string | undefined> {
    return (await this.configurationOf(provider)).serverMetadata().jwks_uri;
  }

  private redirectUri({ id }: IdentityProvider): string {
    return this.config.url(`/upstream/${id}/callback`);
  }

  private async fromIdToken(
    provider: IdentityProvider,
    configuration: OpenIdClient.Configuration,
    tokens: Awaited<ReturnType<typeof OpenIdClient.authorizationCodeGrant>>,
  ): Promise<UpstreamAccount> {
    const client = await library();
    const said = tokens.claims();
    if (said === undefined) throw new Error('the provider sent no ID token');
    const { sub: subject, auth_time: authTime, amr, sid } = said;
    const asked = configuration.serverMetadata().userinfo_endpoint !== undefined;
    const more = asked
      ? await client.fetchUserInfo(configuration, tokens.access_token, subject)
      : {};
    return {
      ...{ provider, subject: soundSubject(subject) },
      ...profileIn(provider, { ...more, ...said }),
      ...{ authTime, amr: Array.isArray(amr) ? amr.filter(isText) : [] },
      sid: isText(sid) && sid.length <= 255 ? sid : undefined,
      idToken: tokens.id_token,
    };
  }

  /** Without an ID token nobody says when or how a person signed in. */
  private async fromUserinfo(
    provider: IdentityProvider,
    accessToken: string,
  ): Promise<UpstreamAccount> {
    const { origin, subjectClaim } = provider;
    if (origin.kind !== 'oauth2') throw new Error('the provider has ID tokens');
    const { userinfo_endpoint: userinfo, emails_endpoint: emails } = origin.endpoints;
    const said = objectIn(await this.ask(userinfo, accessToken));
    const profile = profileIn(provider, said);
    const { members } = profile;
    const address = emails === undefined ? undefined : await this.addressAt(emails, accessToken);
    const subject = said[subjectClaim];
    return {
      ...{ provider, groups: profile.groups, verifiedEmail: address },
      subject: soundSubject(typeof subject === 'number' ? String(subject) : subject),
      members: address === undefined ? members : { ...members, email: address },
      ...{ authTime: undefined, amr: [], sid: undefined, idToken: undefined },
    };
  }

  /** The primary address, if it is verified. */
  private async addressAt(endpoint: string, accessToken: string): Promise<string | undefined> {
    const { status, body } = await this.ask(endpoint, accessToken);
    if (status !== 200) return undefined;
    const listed = JSON.parse(body.toString('utf8')) as unknown;
    const all = Array.isArray(listed) ? (listed as readonly Partial<Listed>[]) : [];
    const found = all.find(({ primary, verified }) => primary === true && verified === true);
    return isText(found?.email) ? found.email : undefined;
  }

  private ask(address: string, accessToken: string) {
    const headers = {
      ...{ accept: 'application/json', authorization: `Bearer ${accessToken}` },
      'user-agent': 'gatehouse',
    };
    return this.documents.askProvider(address, { headers });
  }

  private async configurationOf(provider: IdentityProvider): Promise<OpenIdClient.Configuration> {
    const key = `${provider.id} ${provider.epoch} ${String(provider.version)}`;
    const known = this.configurations.get(key);
    if (known !== undefined) return known;
    const finding = this.configure(provider);
    this.configurations.set(key, finding);
    try {
      return await finding;
    } catch (error) {
      this.configurations.delete(key);
      throw error;
    }
  }

  private async configure(provider: IdentityProvider): Promise<OpenIdClient.Configuration> {
    const client = await library();
    const { origin, clientId, authMethod } = provider;
    const secret = this.secrets.of(provider);
    const authentication =
      authMethod === 'none'
        ? client.None()
        : authMethod === 'client_secret_post'
          ? client.ClientSecretPost(secret)
          : client.ClientSecretBasic(secret);
    const fetch: OpenIdClient.CustomFetch = (address, options) => this.fetch(address, options);
    if (origin.kind === 'oidc') {
      return client.discovery(new URL(origin.issuer), clientId, {}, authentication, {
        [client.customFetch]: fetch,
        execute: [plain(client), client.enableNonRepudiationChecks],
      });
    }
    const { origin: issuer } = new URL(origin.endpoints.authorization_endpoint);
    const { authorization_endpoint, token_endpoint } = origin.endpoints;
    const server = { issuer, authorization_endpoint, token_endpoint };
    const configuration = new client.Configuration(server, clientId, {}, authentication);
    configuration[client.customFetch] = fetch;
    plain(client)(configuration);
    return configuration;
  }

  private async fetch(
    address: string,
    { body, headers }: OpenIdClient.CustomFetchOptions,
  ): Promise<Response> {
    // It sends forms and nothing else.
    const form = body instanceof URLSearchParams ? { body: body.toString() } : {};
    const sent = { headers, ...form };
    const answer = await this.documents.askProvider(address, sent);
    const { status } = answer;
    const empty = status === 204 || status === 304 || answer.body.length === 0;
    return new Response(empty ? null : new Uint8Array(answer.body), {
      ...{ status, headers: answer.headers },
    });
  }
}

/** Which address may be plain http is decided by the guard of all our requests. */
function plain(client: typeof OpenIdClient) {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- only marked so, to be noticed
  return client.allowInsecureRequests;
}

interface Listed {
  readonly email: unknown;
  readonly primary: unknown;
  readonly verified: unknown;
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** @throws Error when it is none (OIDC Core §2: 255 ASCII characters at the most) */
function soundSubject(subject: unknown): string {
  if (isText(subject) && /^[\x20-\x7e]{1,255}$/.test(subject)) return subject;
  throw new Error('the provider named nobody');
}
