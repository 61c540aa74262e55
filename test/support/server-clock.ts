import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryDirectory } from './temporary-directory.js';

const PRELOAD = pathToFileURL(join(process.cwd(), 'test/support/shifted-clock.js')).href;

/** The clock of a server in a process of its own. */
export class ServerClock {
  private readonly file = join(temporaryDirectory(), 'shift');

  constructor(seconds = 0) {
    this.jumpTo(seconds);
  }

  /** What the server has to be started with. */
  get environment(): Record<string, string> {
    return { NODE_OPTIONS: `--import=${PRELOAD}`, CLOCK_SHIFT: this.file };
  }

  /** So many seconds from the real date, at once. */
  jumpTo(seconds: number): void {
    writeFileSync(this.file, String(seconds));
  }
}
