import type { Client } from '#registry/clients';
import type {
  AssessedAuthorization,
  RefreshLifetime,
} from '../authorization/authorization.repository.js';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Idle and absolute limits (ASVS 10.4.8): a token in a browser or on a phone is easier to steal. */
const PUBLIC = { idle: DAY, absolute: 7 * DAY };
const CONFIDENTIAL = { idle: 14 * DAY, absolute: 90 * DAY };

/** The lifetime of the first refresh token; online ones end with the session at the latest. */
export function firstRefreshLifetime(
  client: Client,
  { authorization, foundations }: AssessedAuthorization,
  now: number,
): RefreshLifetime {
  const { idle, absolute } = limitsOf(client);
  const end = authorization.online !== 0 ? (foundations.sessionExpiresAt ?? now) : now + absolute;
  const absoluteExpiresAt = Math.min(now + absolute, end);
  return { expiresAt: Math.min(now + idle, absoluteExpiresAt), absoluteExpiresAt };
}

/** When the next refresh token expires: rotation never moves the absolute end (attack D09). */
export function nextRefreshExpiry(client: Client, absoluteExpiresAt: number, now: number): number {
  return Math.min(now + limitsOf(client).idle, absoluteExpiresAt);
}

function limitsOf(client: Client) {
  return client.isPublic ? PUBLIC : CONFIDENTIAL;
}
