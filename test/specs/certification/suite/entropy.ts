import { expect } from '@jest/globals';

/** How the suite measures what a value is worth: Shannon's entropy of its characters, in bits. */
function entropyOf(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let perCharacter = 0;
  for (const count of counts.values()) {
    const share = count / value.length;
    perCharacter -= share * Math.log2(share);
  }
  return perCharacter * value.length;
}

/** At least 128 bits long, and 96 bits measured (RFC 6749 §10.10, RFC 6819 §5.1.4.2.2). */
export function expectUnguessable(value: string): void {
  expect(Buffer.byteLength(value) * 8).toBeGreaterThanOrEqual(128);
  expect(entropyOf(value)).toBeGreaterThanOrEqual(96);
  expect(value).toMatch(/^[\x20-\x7e]+$/);
}
