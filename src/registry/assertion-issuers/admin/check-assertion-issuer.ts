import { type MemberProblem, problem, problemsOf } from '#platform/changes';
import {
  absoluteUriError,
  displayTextError,
  isOidcScope,
  isScopeToken,
  keySetError,
  webUriError,
} from '#protocol';
import type { AssertionIssuerValue } from '../assertion-issuer.js';

const CLIENT_ID = /^[\x21-\x7e]{1,128}$/;

/**
 * What is wrong with an issuer as a whole: a change is judged by what it results in (attack H10).
 * @param ours our own issuer
 */
export function assertionIssuerProblems(
  value: AssertionIssuerValue,
  ours: string,
): MemberProblem[] {
  return [
    ...ownIssuer(value, ours),
    ...problem('/issuer', absoluteUriError(value.issuer)),
    ...problem('/name', displayTextError(value.name, 200)),
    ...keyProblems(value),
    ...problemsOf('/client_ids', value.clientIds, clientIdError),
    ...problemsOf('/scopes', value.scopes, scopeError),
  ];
}

/** Otherwise every token of ours would be an assertion, whomever it was meant for. */
function ownIssuer({ issuer }: AssertionIssuerValue, ours: string): MemberProblem[] {
  const isOurs = `${URL.parse(issuer)?.href ?? ''}/`.startsWith(`${ours}/`);
  const detail = 'Gatehouse itself cannot be an assertion issuer.';
  return problem('/issuer', isOurs ? detail : undefined, { kind: 'conflict' });
}

function keyProblems({ jwks, jwks_uri: uri }: AssertionIssuerValue): MemberProblem[] {
  if ((jwks === undefined) === (uri === undefined)) {
    return problem('/jwks', 'Exactly one of jwks and jwks_uri has to be there.');
  }
  return [
    ...problem('/jwks', jwks === undefined ? undefined : keySetError(jwks)),
    ...problem('/jwks_uri', uri === undefined ? undefined : webUriError(uri, { allowHttp: true })),
  ];
}

function clientIdError(id: string): string | undefined {
  return CLIENT_ID.test(id) ? undefined : 'Not a client_id.';
}

function scopeError(name: string): string | undefined {
  if (!isScopeToken(name)) return 'A scope is 1 to 100 printable characters (RFC 6749 §3.3).';
  // Nobody signs in here, so there is no sign-in to tell a client about.
  return isOidcScope(name) ? 'The scopes of OpenID Connect need a person who signs in.' : undefined;
}
