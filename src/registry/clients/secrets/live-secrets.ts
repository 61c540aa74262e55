import { type MemberProblem, problem } from '#platform/changes';
import type { Client, ClientSecret } from '../client.js';

/** Limit: secrets of a client that are good at the same time. */
const MAX_LIVE = 5;

export function liveSecrets({ secrets }: Client, now: number): ClientSecret[] {
  return secrets.filter(({ expiresAt = Infinity }) => expiresAt > now);
}

/** Each is one more that can leak, and is compared with at every authentication. */
export function tooManySecrets(
  client: Client,
  now: number,
  more: Pick<MemberProblem, 'kind' | 'error'>,
): MemberProblem[] {
  const live = liveSecrets(client, now);
  if (live.length < MAX_LIVE) return [];
  const ids = live.map(({ id }) => id).join(', ');
  const detail = `The client has ${String(live.length)} secrets already: ${ids}. End one of them first.`;
  return problem('', detail, more);
}
