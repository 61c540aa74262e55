import type { INestApplication } from '@nestjs/common';
import { hashSync, verifySync } from '@node-rs/argon2';
import { PasswordHash } from '#platform/crypto';

/** The least that argon2 allows: 8 KiB, one pass. 2 is argon2id in the library. */
const OPTIONS = { algorithm: 2, memoryCost: 8, timeCost: 1, parallelism: 1 };

/**
 * Hashes that cost a thousandth: tests wait for passwords thousands of times that they are not about, on threads
 * that yield to everything else. Tests about their cost have worlds that hash as they are shipped.
 */
export function lightenPasswords(nest: INestApplication): void {
  const nobody = hashSync('nobody', OPTIONS);
  const shipped = nest.get(PasswordHash);
  const isOurs = (stored: string) => stored.startsWith('$argon2id$');
  const foreign = shipped.matches.bind(shipped);
  Object.assign(shipped, {
    create: async (password: string) => hashSync(password.normalize('NFC'), OPTIONS),
    matches: async (stored: string | undefined, password: string) =>
      stored !== undefined && !isOurs(stored)
        ? foreign(stored, password)
        : verifySync(stored ?? nobody, password.normalize('NFC')) && stored !== undefined,
    isCurrent: isOurs,
  } satisfies Pick<PasswordHash, 'create' | 'matches' | 'isCurrent'>);
}
