import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atEndOfFile } from './end-of-file.js';

/** An empty directory that is deleted when the tests of this file are over. */
export function temporaryDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'gatehouse-test-'));
  atEndOfFile(async () => {
    rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  });
  return path;
}
