import { isDeepStrictEqual } from 'node:util';
import { OAuthError } from './oauth-error.js';
import type { Parameters } from './parameters.js';
import { CLAIMS_OF_SCOPES, SCOPE_CLAIMS } from './registered-values.js';

/** Limit: characters of the parameter `claims`. */
const MAX_LENGTH = 4096;
/** Limit: levels of the parameter `claims`. */
const MAX_DEPTH = 16;

/** Names that mean something to JavaScript itself and belong to no claim (attack G15). */
const PROTOTYPE_NAMES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Claims whose requested values decide who may answer, and how they signed in (OIDC Core §5.5.1.1). */
const DECIDING = ['sub', 'acr'] as const;

const KNOWN: ReadonlySet<string> = new Set([...CLAIMS_OF_SCOPES, ...DECIDING]);

/** How a client asks for one claim (OIDC Core §5.5.1). */
export interface ClaimRequest {
  readonly essential: boolean;
  /** The only values that it wants; absent: whatever the value is. */
  readonly values?: readonly unknown[];
}

/** The claims asked for by name, as far as we know them. */
export type RequestedClaims = ReadonlyMap<string, ClaimRequest>;

/** The `claims` parameter. */
export interface ClaimsRequest {
  readonly userinfo: RequestedClaims;
  readonly idToken: RequestedClaims;
}

/**
 * What an authorization request asks for in `claims` (OIDC Core §5.5). Only a request for authentication
 * has it.
 * @param allowed the scopes that the client may ask for: a claim that none of them opens is not told by its
 * name either, as if it were not known (attack A34)
 * @throws OAuthError `invalid_request`
 */
export function readClaimsRequest(
  parameters: Parameters,
  allowed: Iterable<string>,
): ClaimsRequest | undefined {
  const value = parameters.get('claims');
  if (value === undefined || !words(parameters, 'scope').includes('openid')) return undefined;
  if (value.length > MAX_LENGTH) throw malformed();
  const { userinfo, idToken } = parseClaimsRequest(value);
  const names = new Set([...DECIDING, ...claimsOf(allowed)]);
  const responseType = words(parameters, 'response_type');
  // The claims of userinfo need an access token to ask with (OIDC Core §5.5).
  const asksUserInfo = responseType.includes('code') || responseType.includes('token');
  return {
    userinfo: only(userinfo, asksUserInfo ? names : DECIDING),
    idToken: only(idToken, names),
  };
}

/** @throws OAuthError `invalid_request` when it is not what OIDC Core §5.5 describes */
export function parseClaimsRequest(json: string): ClaimsRequest {
  const parsed = parse(json);
  if (!isObject(parsed) || !isPlain(parsed, MAX_DEPTH)) throw malformed();
  return { userinfo: requested(parsed['userinfo']), idToken: requested(parsed['id_token']) };
}

/** What has to be remembered of it: which claims about the person may be told where. */
export function formatClaimsRequest({ userinfo, idToken }: ClaimsRequest): string | undefined {
  const stored = { userinfo: released(userinfo), id_token: released(idToken) };
  const empty = Object.values(stored).every((claims) => Object.keys(claims).length === 0);
  return empty ? undefined : JSON.stringify(stored);
}

/** The claims about the person that are asked for by name and that no scope opens anyway. */
export function additionalClaims(
  claims: ClaimsRequest | undefined,
  scope: Iterable<string>,
): readonly string[] {
  if (claims === undefined) return [];
  const opened = new Set(claimsOf(scope));
  return CLAIMS_OF_SCOPES.filter(
    (name) => !opened.has(name) && (claims.userinfo.has(name) || claims.idToken.has(name)),
  );
}

/** Whether a claim with this value is what the client asked for. */
export function isWanted({ values }: ClaimRequest, value: unknown): boolean {
  return values?.some((wanted) => isDeepStrictEqual(wanted, value)) ?? true;
}

function claimsOf(scope: Iterable<string>): readonly string[] {
  return [...scope].flatMap((name) => SCOPE_CLAIMS.get(name) ?? []);
}

function only(claims: RequestedClaims, names: Iterable<string>): RequestedClaims {
  const kept = new Set(names);
  return new Map([...claims].filter(([name]) => kept.has(name)));
}

function words(parameters: Parameters, name: string): readonly string[] {
  return parameters.get(name)?.split(' ') ?? [];
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPlain(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(
    ([name, member]) => depth > 0 && !PROTOTYPE_NAMES.has(name) && isPlain(member, depth - 1),
  );
}

/** Claims that we do not know are ignored, whatever stands there; a member may be null (OIDC Core §5.5). */
function requested(member: unknown): RequestedClaims {
  if (member === undefined || member === null) return new Map();
  if (!isObject(member)) throw malformed();
  const known = Object.entries(member).filter(([name]) => KNOWN.has(name));
  const claims = new Map(known.map(([name, value]) => [name, claimRequest(value)]));
  for (const name of DECIDING) {
    if (claims.get(name)?.values?.some((value) => typeof value !== 'string')) throw malformed();
  }
  return claims;
}

function claimRequest(asked: unknown): ClaimRequest {
  if (asked === null) return { essential: false };
  if (!isObject(asked)) throw malformed();
  const { essential = false, value, values = [] } = asked;
  if (typeof essential !== 'boolean' || !Array.isArray(values)) throw malformed();
  const wanted = value === undefined ? (values as unknown[]) : [value, ...(values as unknown[])];
  return wanted.length === 0 ? { essential } : { essential, values: wanted };
}

function released(claims: RequestedClaims): Record<string, unknown> {
  const names = CLAIMS_OF_SCOPES.filter((name) => claims.has(name));
  return Object.fromEntries(
    names.map((name) => {
      const values = claims.get(name)?.values;
      return [name, values === undefined ? null : { values }];
    }),
  );
}

function malformed(): OAuthError {
  return OAuthError.invalidRequest('The claims parameter is not a claims request.').refusedBy({
    ...{ check: 'claims-request', spec: 'OIDC Core §5.5' },
    expected: 'a JSON object with userinfo or id_token, of at most 4096 characters',
    got: 'something else',
  });
}
