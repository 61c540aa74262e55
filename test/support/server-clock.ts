import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeClock } from '../server/clock-file.js';
import { temporaryDirectory } from './temporary-directory.js';

const PRELOAD = pathToFileURL(join(process.cwd(), 'test/server/shifted-clock.js')).href;

/** The clock of a server in a process of its own. */
export class ServerClock {
  private readonly file = join(temporaryDirectory(), 'clock');

  constructor(seconds = 0) {
    this.jumpTo(seconds);
  }

  /** What the server has to be started with. */
  get environment(): Record<string, string> {
    return { NODE_OPTIONS: `--import=${PRELOAD}`, CLOCK: this.file };
  }

  /** So many seconds from the real date, at once. */
  jumpTo(seconds: number): void {
    writeClock(this.file, { ahead: seconds });
  }
}
