import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { weakSecretError } from './weak-secret.js';

describe('weakSecretError', () => {
  it.each([
    'passwordpasswordpassword',
    'correct-horse-battery-staple',
    'this-is-a-very-secret-secret-value',
    'abcdefghijklmnopqrstuvwxyz',
    '123456789012345678901234567890',
    'qwertyuiopasdfghjklzxcvbnm',
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    'abababababababababababababab',
    'GrafanaClientSecret1234567890',
    'ThisIsMySuperSecretKey123!',
    'kubernetes-dashboard-secret',
  ])('%s is none', (secret) => {
    expect(weakSecretError(secret)).toMatch(/random generator/);
  });

  it.each([
    'x7Qw',
    '',
    'A'.repeat(257),
    `${randomBytes(24).toString('hex')} `,
    'Zeichenkette-für-alle-ä',
  ])('%j is none, whatever it is made of', (secret) =>
    expect(weakSecretError(secret)).toBeDefined(),
  );

  it('what generators give is one, but for one in a hundred', () => {
    const generators = [
      () => randomBytes(12).toString('hex'),
      () => randomBytes(32).toString('hex'),
      () => randomBytes(18).toString('base64'),
      () => randomBytes(32).toString('base64url'),
      () => randomUUID(),
    ];
    for (const generate of generators) {
      const secrets = Array.from({ length: 1000 }, generate);
      const refused = secrets.filter((secret) => weakSecretError(secret) !== undefined);
      expect(refused.length).toBeLessThan(10);
    }
  });
});
