import { Problem } from '#platform/http';

/**
 * The `client_id` is ours to choose: it must not be confused with a `sub` (RFC 9700 §4.15; attack E12).
 * Whoever could choose it could take a person's `sub`, and tokens of the client would speak of that person.
 *
 * @param own the id of the client that is changed, which may be sent back
 * @throws Problem 400
 */
export function checkChosenClientId(body: unknown, own?: string): void {
  const { client_id: chosen = own } = (body ?? {}) as { client_id?: unknown };
  if (chosen === own) return;
  const detail = 'The client_id is chosen by Gatehouse.';
  throw Problem.badRequest(detail, { client_id: 'cannot be chosen' });
}
