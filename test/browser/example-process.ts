import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { atEndOfFile } from '../support/end-of-file.js';

const READY_WITHIN = 30_000;

/** One of the example applications as a newcomer runs it: `node examples/<name>/main.js`. */
export class ExampleProcess {
  private child: ChildProcess | undefined;
  private output = '';

  constructor(
    private readonly name: string,
    /** Where it listens. */
    readonly origin: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {
    atEndOfFile(() => this.stop());
  }

  /** Starts it; `changes` are added to its environment. */
  async start(changes: Readonly<Record<string, string>> = {}): Promise<void> {
    const { port } = new URL(this.origin);
    const env = { PATH: process.env['PATH'], PORT: port, ...this.environment, ...changes };
    const child = spawn(process.execPath, [`examples/${this.name}/main.js`], { env });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    await this.answers(child);
  }

  async stop(): Promise<void> {
    const { child } = this;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    // A browser may hold connections of which an example waits for the end.
    const slow = setTimeout(() => child.kill('SIGKILL'), 3000);
    await exited;
    clearTimeout(slow);
  }

  private async answers(child: ChildProcess): Promise<void> {
    const deadline = performance.now() + READY_WITHIN;
    while (performance.now() < deadline && child.exitCode === null) {
      const answer = await fetch(this.origin).catch(() => undefined);
      if (answer !== undefined) return;
      await sleep(50);
    }
    throw new Error(`The example ${this.name} did not start:\n${this.output}`);
  }
}
