// Loaded before a server (`--import`): the date, as it sees it, is off by as many seconds as the file
// CLOCK_SHIFT says at that moment. Timers go on as they are.
import { readFileSync } from 'node:fs';

const RealDate = Date;
const now = () => RealDate.now() + Number(readFileSync(process.env.CLOCK_SHIFT, 'utf8')) * 1000;

globalThis.Date = class Date extends RealDate {
  constructor(...args) {
    super(...(args.length === 0 ? [now()] : args));
  }

  static now() {
    return now();
  }
};
