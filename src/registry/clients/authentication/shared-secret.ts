import { equalInConstantTime, sha256 } from '#platform/crypto';
import { epochSeconds } from '#protocol';
import type { Client, ClientSecret } from '../client.js';

const NO_SECRET = sha256('');

/**
 * The secret of `client` that `presented` is, if it is one and has not expired.
 *
 * Digests are compared, in constant time, and one comparison is made even when there is nothing to
 * compare with, so that an unknown client costs the same as a wrong secret (attacks C03, N05).
 */
export function matchingSecret(
  client: Client | undefined,
  presented: string,
): ClientSecret | undefined {
  const digest = sha256(presented);
  const now = epochSeconds();
  let found: ClientSecret | undefined;
  for (const secret of client?.secrets ?? []) {
    const current = secret.expiresAt === undefined || secret.expiresAt > now;
    if (equalInConstantTime(secret.hash, digest) && current) found = secret;
  }
  if (client === undefined) equalInConstantTime(NO_SECRET, digest);
  return found;
}
