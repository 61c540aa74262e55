import type { Client } from '#registry/clients';
import type { SettingValues } from '#platform/settings';
import type {
  AssessedAuthorization,
  RefreshLifetime,
} from '../authorization/authorization.repository.js';
import type { REFRESH_TOKENS } from './refresh-tokens.section.js';

/** What the installation allows at most. */
export type RefreshBounds = SettingValues<(typeof REFRESH_TOKENS)['members']>;

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Idle and absolute limits (ASVS 10.4.8): a token in a browser or on a phone is easier to steal. */
const PUBLIC = { idle: DAY, absolute: 7 * DAY };
const CONFIDENTIAL = { idle: 14 * DAY, absolute: 90 * DAY };

/** The lifetime of the first refresh token; online ones end with the session at the latest. */
export function firstRefreshLifetime(
  client: Client,
  { authorization, foundations }: AssessedAuthorization,
  bounds: RefreshBounds,
  now: number,
): RefreshLifetime {
  const { idle, absolute } = limitsOf(client, bounds);
  const end = authorization.online !== 0 ? (foundations.sessionExpiresAt ?? now) : now + absolute;
  const absoluteExpiresAt = Math.min(now + absolute, end);
  return { expiresAt: Math.min(now + idle, absoluteExpiresAt), absoluteExpiresAt };
}

/** When the next refresh token expires: rotation never moves the absolute end (attack D09). */
export function nextRefreshExpiry(
  client: Client,
  absoluteExpiresAt: number,
  bounds: RefreshBounds,
  now: number,
): number {
  return Math.min(now + limitsOf(client, bounds).idle, absoluteExpiresAt);
}

/** The client's own, or those of its kind; never more than the installation allows. */
function limitsOf({ isPublic, metadata }: Client, bounds: RefreshBounds) {
  const usual = isPublic ? PUBLIC : CONFIDENTIAL;
  return {
    idle: Math.min(metadata.refresh_token_idle ?? usual.idle, bounds.longest_idle),
    absolute: Math.min(metadata.refresh_token_lifetime ?? usual.absolute, bounds.longest_lifetime),
  };
}
