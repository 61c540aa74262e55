import { Secret, TOTP } from 'otpauth';

/** 30 s, 6 digits, SHA-1 (RFC 6238 §4, RFC 4226 §5.3): what every app shows. */
const PERIOD = 30;
const KEY_BYTES = 20;

/** A new key: 160 random bits in base 32 (RFC 4226 §4). */
export function newKey(): string {
  return new Secret({ size: KEY_BYTES }).base32;
}

/** What apps read from a QR code. @param account as the app names it */
export function keyUri(key: string, issuer: string, account: string): string {
  return totpOf(key, issuer, account).toString();
}

/**
 * The time step of which this is the code: the present one, or the one before or after, for clocks that differ
 * and people who type slowly (RFC 6238 §5.2).
 * @param now seconds since the epoch
 * @returns undefined for a wrong code
 */
export function stepOf(key: string, code: string, now: number): number | undefined {
  const token = code.replace(/[\s-]/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const delta = totpOf(key).validate({ token, timestamp: now * 1000, window: 1 });
  return delta === null ? undefined : Math.floor(now / PERIOD) + delta;
}

function totpOf(key: string, issuer = '', label = ''): TOTP {
  return new TOTP({ secret: Secret.fromBase32(key), issuer, label, period: PERIOD });
}
