// Loaded before a server (`--import`): its clocks are what the file CLOCK says at that moment
// (clock-file.ts). Timers go on as they are.
import { openSync, readSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

const RealDate = Date;
const realNow = performance.now.bind(performance);
const file = openSync(process.env.CLOCK, 'r');
const buffer = Buffer.alloc(64);

function read() {
  const text = buffer.latin1Slice(0, readSync(file, buffer, 0, buffer.length, 0));
  const [date, elapsed] = text.split(' ', 2);
  return { date, elapsed: Number(elapsed) };
}

function now() {
  const { date } = read();
  return date.startsWith('=') ? Number(date.slice(1)) : RealDate.now() + Number(date);
}

globalThis.Date = class Date extends RealDate {
  constructor(...args) {
    super(...(args.length === 0 ? [now()] : args));
  }

  static now() {
    return now();
  }
};

performance.now = () => realNow() + read().elapsed;
