import { randomBytes, randomFillSync } from 'node:crypto';

/** 256 random bits as base64url, 43 characters: codes, tokens, secrets, session cookies. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

const ID_BYTES = 16;
// Each call to the generator costs more than the bytes it gives, and every token needs an id.
const pool = Buffer.alloc(ID_BYTES * 256);
let used = pool.length;

/** 128 random bits as base64url, 22 characters: identifiers that need not be secret. */
export function randomId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const id = pool.toString('base64url', used, used + ID_BYTES);
  used += ID_BYTES;
  return id;
}
