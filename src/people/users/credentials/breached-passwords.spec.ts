import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Config } from '#platform/config';
import { BREACHED_FILE, BreachedPasswords, RECORD } from './breached-passwords.js';

let dataDir: string;
let breached: BreachedPasswords;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'breached-'));
  breached = new BreachedPasswords({ dataDir } as Config);
});

afterEach(() => {
  rmSync(dataDir, { recursive: true });
});

const recordOf = (password: string) =>
  createHash('sha1').update(password).digest().subarray(0, RECORD);

function write(records: readonly Buffer[]): void {
  const path = join(dataDir, BREACHED_FILE);
  writeFileSync(path, Buffer.concat(records.toSorted((a, b) => Buffer.compare(a, b))));
}

it('without a file no password is known', async () => {
  expect(await breached.includes('correct horse battery')).toBe(false);
});

it('finds each of many, and nothing else; another file is noticed', async () => {
  const known = Array.from({ length: 200 }, (_, place) => `known password ${place}`);
  write([...known.map(recordOf), ...Array.from({ length: 20_000 }, () => randomBytes(RECORD))]);
  for (const password of known) expect(await breached.includes(password)).toBe(true);
  for (let place = 0; place < 200; place++) {
    expect(await breached.includes(`unknown password ${place}`)).toBe(false);
  }
  write([recordOf('the only one')]);
  expect(await breached.includes('the only one')).toBe(true);
  expect(await breached.includes('known password 1')).toBe(false);
  write([]);
  expect(await breached.includes('the only one')).toBe(false);
});

it('finds them too where digests are not spread evenly', async () => {
  const near = Array.from({ length: 5000 }, (_, place) => {
    const record = Buffer.alloc(RECORD, 0xff);
    record.writeUInt16BE(place, RECORD - 2);
    return record;
  });
  write([...near, recordOf('the one'), Buffer.alloc(RECORD)]);
  expect(await breached.includes('the one')).toBe(true);
  expect(await breached.includes('another')).toBe(false);
});
