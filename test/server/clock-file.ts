import { closeSync, constants, openSync, writeSync } from 'node:fs';

export interface ClockState {
  /** The time at which the date stands still, in milliseconds. */
  readonly time?: number | undefined;
  /** By how many seconds the date is ahead, where it does not stand. */
  readonly ahead?: number;
  /** By how many seconds the monotonic clock is ahead. */
  readonly elapsed?: number;
}

/** Sets the clocks that read this file: in one piece, because they may read it meanwhile. */
export function writeClock(path: string, { time, ahead = 0, elapsed = 0 }: ClockState): void {
  const date = time === undefined ? ahead * 1000 : `=${time}`;
  const file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  writeSync(file, `${date} ${elapsed * 1000}`.padEnd(64), 0);
  closeSync(file);
}
