import { createHash, randomFillSync } from 'node:crypto';

// Each call to the generator costs more than the bytes it gives.
const pool = Buffer.alloc(4096);
let used = pool.length;

/** 256 random bits as base64url, 43 characters: codes, tokens, secrets, session cookies. */
export function randomToken(): string {
  return randomText(32);
}

/** 128 random bits as base64url, 22 characters: identifiers that need not be secret. */
export function randomId(): string {
  return randomText(16);
}

/**
 * 128 random bits as 25 lower-case letters and digits: what others keep as a name, some of them in lower case,
 * and some not with a hyphen in front.
 */
export function randomName(): string {
  return nameOf(randomText(16, 'hex'));
}

/** The same, always for the same text: as hard to guess as that is. */
export function nameFrom(text: string): string {
  return nameOf(createHash('sha256').update(text).digest('hex').slice(0, 32));
}

const nameOf = (hex: string): string => BigInt(`0x${hex}`).toString(36).padStart(25, '0');

function randomText(bytes: number, encoding: 'base64url' | 'hex' = 'base64url'): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const end = used + bytes;
  const text = pool.toString(encoding, used, end);
  // What was given away is a secret of somebody else's by now.
  pool.fill(0, used, end);
  used = end;
  return text;
}
