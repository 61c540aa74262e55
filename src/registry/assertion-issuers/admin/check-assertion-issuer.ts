import {
  absoluteUriError,
  displayTextError,
  isOidcScope,
  isScopeToken,
  keySetError,
  webUriError,
} from '#protocol';
import type { AssertionIssuer } from '../assertion-issuer.js';

const CLIENT_ID = /^[\x21-\x7e]{1,64}$/;

type Checked = Omit<AssertionIssuer, 'id' | 'createdAt' | 'updatedAt'>;

/**
 * What is wrong with an issuer as a whole, by member: a change is judged by what it results in
 * (attack H10). Empty when nothing is.
 */
export function assertionIssuerFaults(issuer: Checked): Readonly<Record<string, string>> {
  const { issuer: iss, name, clientIds, scopes } = issuer;
  const faults = {
    issuer: absoluteUriError(iss),
    name: displayTextError(name, 200),
    ...keyFaults(issuer),
    client_ids: clientIds.every((id) => CLIENT_ID.test(id)) ? undefined : 'Not a client_id.',
    scopes: scopes.map(scopeError).find((error) => error !== undefined),
  };
  const found = Object.entries(faults).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(found);
}

function keyFaults({ jwks, jwks_uri: uri }: Checked) {
  if ((jwks === undefined) === (uri === undefined)) {
    return { jwks: 'Exactly one of jwks and jwks_uri has to be there.' };
  }
  return {
    jwks: jwks === undefined ? undefined : keySetError(jwks),
    jwks_uri: uri === undefined ? undefined : webUriError(uri, { allowHttp: true }),
  };
}

function scopeError(name: string): string | undefined {
  if (!isScopeToken(name)) return 'A scope is 1 to 100 printable characters (RFC 6749 §3.3).';
  // Nobody signs in here, so there is no sign-in to tell a client about.
  return isOidcScope(name) ? 'The scopes of OpenID Connect need a person who signs in.' : undefined;
}
