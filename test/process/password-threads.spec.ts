import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { startServer } from '../support/server-process.js';
import { skippable } from '../support/skippable.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

/** How far each thread of a process steps back for others, by proc_pid_stat(5), by thread id. */
function niceness(pid: number): Map<number, number> {
  const folder = `/proc/${pid}/task`;
  return new Map(
    readdirSync(folder).map((thread) => {
      const stat = readFileSync(`${folder}/${thread}/stat`, 'utf8');
      // The name may hold spaces; what follows its bracket may not.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return [Number(thread), Number(fields[16])];
    }),
  );
}

const notLinux = process.platform === 'linux' ? undefined : 'no Linux';

skippable(it, notLinux)(
  'passwords are hashed on threads that yield to the event loop',
  async () => {
    // Its first admin has just been given a password.
    const { pid = 0 } = await startServer({ dataDir: temporaryDirectory() });
    const own = niceness(pid).get(pid) ?? NaN;
    expect([...niceness(pid).values()]).toContain(Math.min(own + 15, 19));
  },
);
