import { afterEach, jest } from '@jest/globals';

let running = false;

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

/** The date as the application in this process sees it. It stands still once it was touched. */
export const clock = {
  /** Epoch seconds. */
  now: (): number => Math.floor(Date.now() / 1000),

  advance(seconds: number): void {
    start();
    jest.setSystemTime(Date.now() + seconds * 1000);
  },

  /** Back to the real date; happens by itself after each test. */
  restore(): void {
    if (!running) return;
    running = false;
    jest.useRealTimers();
  },
};

afterEach(() => {
  clock.restore();
});
