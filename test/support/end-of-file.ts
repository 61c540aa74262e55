import { afterAll } from '@jest/globals';

const pending: (() => Promise<unknown>)[] = [];

/** Runs `clean` once the tests of this file are over; what was started last is ended first. */
export function atEndOfFile(clean: () => Promise<unknown>): void {
  pending.push(clean);
}

// Importing this module at the top of a spec is what registers the hook, because jest accepts none
// from inside a test or another hook.
afterAll(async () => {
  for (const clean of pending.splice(0).reverse()) await clean();
}, 30_000);
