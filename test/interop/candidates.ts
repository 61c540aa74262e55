/** One thing beside name and redirect URI. */
export interface Setting {
  /** Of the client, or of the API. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Of the person. */
  readonly user?: Readonly<Record<string, unknown>>;
  /** Of the application, as variables for its file. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly why: string;
}

/** A program or library by others, as its own documentation sets it up. */
export interface Candidate {
  /** Its name in its registry, and its exact version; Debian's is that of its release. */
  readonly name: string;
  readonly version: string;
  readonly registry: 'npm' | 'pypi' | 'go' | 'debian';
  /** It lets people in, or checks the access tokens of an API. */
  readonly kind: 'signs in' | 'checks tokens';
  /** Whether it is of the list that the interoperability of a release is judged by. */
  readonly listed?: boolean;
  /** What is installed beside it. */
  readonly beside?: Readonly<Record<string, string>>;
  /** The file that uses it, in the folder of its registry; absent where none was written. */
  readonly file?: string;
  /** The path that it is sent back to; `/callback` when absent. */
  readonly callback?: string;
  /** Where a person begins; `/` when absent. */
  readonly start?: string;
  /** What the person looks at afterwards, where the application leads to another page. */
  readonly profile?: string;
  /** Whether its documentation has groups. */
  readonly groups?: boolean;
  /** Whether its documentation promises an address, and no name. */
  readonly nameless?: boolean;
  /** It is registered as a public client (the preset spa), and people use it in Chromium. */
  readonly livesIn?: 'a browser';
  /** Whether it refuses an issuer without TLS. */
  readonly overTls?: boolean;
  /** Whether it asks about the tokens of people (RFC 7662), by whose address it knows them. */
  readonly introspects?: boolean;
  /** The path of its API, which shows subjects and nothing else: it is registered, and its client registers itself. */
  readonly api?: string;
  /** What has to be set where it does not work without. */
  readonly setting?: Setting;
  /** Whose fault it is that it does not work as documented, or that it was not tried. */
  readonly fault?: string;
}

const EXPRESS = { express: '5.3.0', 'express-session': '1.19.0' };
const PASSPORT = { ...EXPRESS, passport: '0.7.0' };
const ANGULAR = {
  '@angular/common': '22.2.6',
  '@angular/compiler': '22.2.6',
  '@angular/core': '22.2.6',
  '@angular/platform-browser': '22.2.6',
  '@angular/router': '22.2.6',
  rxjs: '7.8.2',
  esbuild: '0.28.2',
};
const FLASK = { Flask: '3.1.3', requests: '2.34.2' };
const DJANGO = { Django: '5.2.19' };

const lets = { kind: 'signs in', listed: true } as const;
const letsToo = { kind: 'signs in' } as const;
const checks = { kind: 'checks tokens', listed: true } as const;
const checksToo = { kind: 'checks tokens' } as const;

const npm = (name: string, version: string) => ({ ...{ name, version }, registry: 'npm' }) as const;
const pypi = (name: string, version: string) =>
  ({ ...{ name, version }, registry: 'pypi' }) as const;
const go = (name: string, version: string) => ({ ...{ name, version }, registry: 'go' }) as const;
const debian = (name: string) => ({ name, version: 'Debian', registry: 'debian' }) as const;

const AS_COMPATIBLE = {
  metadata: { access_token_signing_alg: 'RS256' },
  why: 'its documentation sets algorithms to RS256, ours default to ES256 (RFC 9068 §2.1 allows both)',
};

export const CANDIDATES: readonly Candidate[] = [
  {
    ...npm('openid-client', '6.9.0'),
    ...lets,
    groups: true,
    beside: EXPRESS,
    file: 'openid-client.mjs',
  },
  {
    ...{ ...npm('@auth/core', '0.41.3'), ...lets, file: 'auth-core.mjs', start: '/auth/signin' },
    ...{ beside: { '@auth/express': '0.12.3', ...EXPRESS }, callback: '/auth/callback/gatehouse' },
  },
  {
    ...{ ...npm('express-openid-connect', '3.4.0'), ...lets, file: 'express-openid-connect.mjs' },
    ...{ beside: EXPRESS },
    setting: {
      environment: { RESPONSE_TYPE: 'code' },
      why: 'it asks for an ID token by form_post unless told otherwise (OIDC Core §3.2: implicit); its clientSecret and response_type=code are documented',
    },
  },
  {
    ...npm('passport-oauth2', '1.8.0'),
    ...lets,
    groups: true,
    beside: PASSPORT,
    file: 'passport-oauth2.mjs',
  },
  {
    ...npm('passport-openidconnect', '0.1.2'),
    ...lets,
    beside: PASSPORT,
    file: 'passport-openidconnect.mjs',
  },
  {
    ...{ ...npm('@fastify/oauth2', '8.3.0'), ...lets, groups: true, file: 'fastify-oauth2.mjs' },
    ...{ beside: { fastify: '5.12.8' } },
  },
  {
    ...npm('simple-oauth2', '5.1.0'),
    ...lets,
    groups: true,
    beside: EXPRESS,
    file: 'simple-oauth2.mjs',
  },
  {
    ...{ ...npm('grant', '5.4.24'), ...lets, groups: true, beside: EXPRESS, file: 'grant.mjs' },
    callback: '/connect/gatehouse/callback',
  },
  {
    ...{ ...npm('better-auth', '1.7.25'), ...lets, beside: EXPRESS, file: 'better-auth.mjs' },
    callback: '/api/auth/callback/gatehouse',
  },
  {
    ...{ ...npm('@hono/oidc-auth', '1.8.1'), ...lets, file: 'hono-oidc-auth.mjs' },
    ...{ beside: { hono: '4.13.19', '@hono/node-server': '2.1.9' } },
  },
  {
    ...{
      ...npm('express-jwt', '8.5.1'),
      ...checks,
      file: 'express-jwt.mjs',
      setting: AS_COMPATIBLE,
    },
    ...{ beside: { ...EXPRESS, 'jwks-rsa': '4.1.0' } },
  },
  {
    ...{ ...npm('express-oauth2-jwt-bearer', '1.10.0'), ...checks, beside: EXPRESS },
    file: 'express-oauth2-jwt-bearer.mjs',
    setting: AS_COMPATIBLE,
  },
  { ...npm('jose', '6.2.18'), ...checksToo, file: 'jose.mjs' },
  {
    ...{ ...pypi('Authlib', '1.9.10'), ...lets, groups: true, beside: FLASK },
    file: 'authlib_flask.py',
  },
  {
    ...{ ...pypi('requests-oauthlib', '2.0.0'), ...letsToo, groups: true },
    ...{ beside: { ...FLASK, oauthlib: '4.0.1' }, file: 'requests_oauthlib_web.py' },
  },
  {
    ...{ ...pypi('mozilla-django-oidc', '5.0.2'), ...letsToo, beside: DJANGO },
    ...{ file: 'mozilla_django.py', start: '/oidc/authenticate/', callback: '/oidc/callback/' },
  },
  {
    ...{ ...pypi('social-auth-app-django', '8.0.0'), ...letsToo },
    ...{ beside: { ...DJANGO, 'social-auth-core': '7.0.0' }, file: 'social_auth_django.py' },
    ...{ start: '/start', callback: '/complete/oidc/' },
  },
  {
    ...pypi('PyJWT', '2.15.1'),
    ...checksToo,
    beside: { cryptography: '50.0.2' },
    file: 'pyjwt_api.py',
  },
  {
    ...{ ...go('github.com/coreos/go-oidc/v3', 'v3.21.0'), ...letsToo, groups: true, file: 'oidc' },
    ...{ beside: { 'golang.org/x/oauth2': 'v0.38.0' } },
  },
  {
    ...{ ...debian('libapache2-mod-auth-openidc'), ...lets, groups: true, beside: { apache2: '' } },
    file: 'mod-auth-openidc.sh',
    start: '/me',
  },
  {
    ...{ ...debian('ruby-omniauth-openid-connect'), ...lets, groups: true, file: 'omniauth.sh' },
    ...{ beside: { 'ruby-sinatra': '', 'ruby-webrick': '' }, callback: '/auth/gatehouse/callback' },
  },
  {
    ...{ ...go('github.com/oauth2-proxy/oauth2-proxy/v7', 'v7.15.6'), ...letsToo, groups: true },
    ...{ nameless: true, profile: '/oauth2/userinfo', callback: '/oauth2/callback' },
    file: 'oauth2-proxy.sh',
    setting: {
      user: { email_verified: true },
      why: 'it lets nobody in whose address nobody verified; VERIFIED_DOMAINS says it of a whole domain',
    },
  },
  {
    ...{ ...debian('dovecot-core'), ...checks, introspects: true, file: 'dovecot.sh' },
    ...{ beside: { 'dovecot-imapd': '' } },
  },
  {
    ...{ ...npm('next-auth', '4.24.15'), ...lets, beside: EXPRESS, file: 'next-auth.mjs' },
    ...{ start: '/api/auth/signin', callback: '/api/auth/callback/gatehouse' },
  },
  {
    ...{ ...npm('@azure/msal-browser', '5.30.0'), ...lets, file: 'msal-browser.mjs' },
    ...{ beside: EXPRESS, livesIn: 'a browser', overTls: true },
  },
  {
    ...{ ...npm('angular-auth-oidc-client', '22.0.1'), ...lets, file: 'angular.mjs' },
    ...{ beside: { ...EXPRESS, ...ANGULAR }, livesIn: 'a browser' },
  },
  {
    ...{ ...npm('@modelcontextprotocol/sdk', '1.32.2'), ...lets, file: 'mcp-sdk.mjs' },
    ...{ beside: { ...EXPRESS, jose: '6.2.18' }, api: '/mcp' },
  },
];
