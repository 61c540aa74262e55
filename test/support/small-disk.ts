import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import { startServer, type ServerProcess } from './server-process.js';
import { skippable } from './skippable.js';
import { temporaryDirectory } from './temporary-directory.js';

/** The program after it sees a file system of its own, of so many megabytes, at `directory`. */
const onDisk = (megabytes: number, directory: string) => [
  ...['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c'],
  `mount -t tmpfs -o size=${megabytes}m tmpfs "$0" && exec "$@"`,
  directory,
];

function whyUnavailable(): string | undefined {
  const [program = '', ...args] = onDisk(1, '/tmp');
  const { status } = spawnSync(program, [...args, 'true']);
  return status === 0 ? undefined : 'no way to mount a small disk';
}

/** `describe` that is skipped, naming the reason, where a user may mount nothing of their own. */
export const describeSmallDisk = skippable(describe, whyUnavailable());

/** A server whose data directory is a small file system, which is gone when the server ends. */
export class SmallDisk {
  private readonly ballast: string;

  private constructor(
    readonly server: ServerProcess,
    megabytes: number,
  ) {
    // Only the server and whoever looks through its eyes see what is mounted.
    const directory = join(`/proc/${server.pid}/root`, server.dataDir);
    const { blocks, bsize } = statfsSync(directory);
    if (blocks * bsize !== megabytes * 1024 * 1024) throw new Error('this is not the small disk');
    this.ballast = join(directory, 'ballast');
  }

  static async start(megabytes: number): Promise<SmallDisk> {
    const dataDir = temporaryDirectory();
    const server = await startServer({ dataDir, starter: onDisk(megabytes, dataDir) });
    return new SmallDisk(server, megabytes);
  }

  /** Leaves no byte free. */
  fill(): void {
    const file = openSync(this.ballast, 'w');
    try {
      for (const block of [Buffer.alloc(65_536), Buffer.alloc(512)]) {
        while (hasRoom(file, block));
      }
    } finally {
      closeSync(file);
    }
  }

  free(): void {
    rmSync(this.ballast);
  }
}

function hasRoom(file: number, block: Buffer): boolean {
  try {
    return writeSync(file, block) === block.length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}
