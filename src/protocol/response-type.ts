/** A `response_type` with its words in alphabetical order: theirs does not matter, by RFC 6749 §3.1.1. */
export function canonicalResponseType(value: string): string {
  return value.split(' ').sort().join(' ');
}

/**
 * The part of a requested scope that a response type can give: `offline_access` means a refresh token,
 * for which there has to be a code, and is ignored without one (OIDC Core §11).
 */
export function scopeForResponseType(
  scope: readonly string[],
  responseType: string,
): readonly string[] {
  if (responseType.split(' ').includes('code')) return scope;
  return scope.filter((name) => name !== 'offline_access');
}
