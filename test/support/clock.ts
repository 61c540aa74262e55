import { afterEach, jest } from '@jest/globals';
import { sharedServers } from './shared-servers.js';

let running = false;
let elapsed = 0;
const monotonic = performance.now;

function setShared(): void {
  sharedServers.setClock({ elapsed, time: running ? Date.now() : undefined });
}

function start(): void {
  if (running) return;
  running = true;
  jest.useFakeTimers({
    now: Date.now(),
    // Sockets, the database and jest itself keep their timers; only the date is ours.
    doNotFake: [
      'hrtime',
      'nextTick',
      'performance',
      'queueMicrotask',
      'setImmediate',
      'clearImmediate',
      'setInterval',
      'clearInterval',
      'setTimeout',
      'clearTimeout',
    ],
  });
}

/** The date as this process and the shared servers see it. It stands still once it was touched. */
export const clock = {
  /** Epoch seconds. */
  now: (): number => Math.floor(Date.now() / 1000),

  advance(seconds: number): void {
    start();
    jest.setSystemTime(Date.now() + seconds * 1000);
    setShared();
  },

  /** So many seconds go by on the monotonic clock, by which caches grow old. */
  elapse(seconds: number): void {
    elapsed += seconds;
    performance.now = () => monotonic.call(performance) + elapsed * 1000;
    setShared();
  },

  /** Back to the real time; happens by itself after each test. */
  restore(): void {
    if (!running && elapsed === 0) return;
    if (running) jest.useRealTimers();
    running = false;
    elapsed = 0;
    performance.now = monotonic;
    setShared();
  },
};

afterEach(() => {
  clock.restore();
});
