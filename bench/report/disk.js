// @ts-check
// A durable write cannot be quicker than the disk: without this number the rows that write say little.
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { percentile } from './statistics.js';

const WRITES = 60;
const PAGE = Buffer.alloc(4096);

/** @param {string} folder @returns {{ p50: number; p99: number }} milliseconds until a page is on the disk */
export function syncTime(folder) {
  const path = join(folder, 'sync-time');
  const file = openSync(path, 'w');
  try {
    const times = Float64Array.from({ length: WRITES }, () => {
      const startedAt = performance.now();
      writeSync(file, PAGE);
      fdatasyncSync(file);
      return performance.now() - startedAt;
    }).sort();
    return { p50: percentile(times, 50), p99: percentile(times, 99) };
  } finally {
    closeSync(file);
    rmSync(path);
  }
}
