import { hash, timingSafeEqual } from 'node:crypto';

/** SHA-256 as base64url, 43 characters: how secrets, tokens, codes and session ids are stored. */
export function sha256(value: string): string {
  return hash('sha256', value, 'base64url');
}

/** Compares two strings in a time that depends on their lengths only (attack N05). */
export function equalInConstantTime(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
