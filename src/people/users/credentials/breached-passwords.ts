import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';

/** What is kept of each password: as many bytes of its SHA-1, in order, one after the other. */
export const RECORD = 6;
export const BREACHED_FILE = 'breached-passwords.bin';

/** Read at once: about where a password would stand. */
const BLOCK = 512;
const LARGEST = 2 ** (8 * RECORD) - 1;

/**
 * The passwords that are known from breaches, if the operator has brought them (NIST SP 800-63B §3.1.1.2). Digests are
 * spread evenly, so that a few small reads find one among any number, and nothing of them stays in memory.
 */
@Injectable()
export class BreachedPasswords {
  private readonly path: string;

  constructor({ dataDir }: Config) {
    this.path = join(dataDir, BREACHED_FILE);
  }

  async includes(password: string): Promise<boolean> {
    // Anew each time: the command puts another one in its place while the server runs.
    const handle = await open(this.path).catch(() => undefined);
    if (handle === undefined) return false;
    try {
      const { size } = await handle.stat();
      const digest = createHash('sha1').update(password.normalize('NFC')).digest();
      return await find(handle, Math.floor(size / RECORD), digest.readUIntBE(0, RECORD));
    } finally {
      await handle.close();
    }
  }
}

/** Interpolation: where it would stand by its value, then nearer; by halves where values are not spread evenly. */
async function find(handle: FileHandle, records: number, wanted: number): Promise<boolean> {
  let [low, high] = [0, records - 1];
  let [lowest, highest] = [0, LARGEST];
  const block = Buffer.alloc(BLOCK * RECORD);
  for (let step = 1; low <= high; step++) {
    const share = step % 4 === 0 ? 0.5 : (wanted - lowest) / Math.max(1, highest - lowest);
    const guess = low + Math.round(share * (high - low)) - BLOCK / 2;
    const start = Math.max(low, Math.min(guess, high - BLOCK + 1));
    const { bytesRead } = await handle.read(block, 0, block.length, start * RECORD);
    const count = Math.min(Math.floor(bytesRead / RECORD), high - start + 1);
    if (count <= 0) return false;
    const at = (place: number) => block.readUIntBE(place * RECORD, RECORD);
    if (wanted < at(0)) [high, highest] = [start - 1, at(0)];
    else if (wanted > at(count - 1)) [low, lowest] = [start + count, at(count - 1)];
    else return among(at, count, wanted);
  }
  return false;
}

function among(at: (place: number) => number, count: number, wanted: number): boolean {
  for (let place = 0; place < count; place++) if (at(place) === wanted) return true;
  return false;
}
