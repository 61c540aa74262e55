import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface EndedProcess {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the server, or a command, with exactly this environment; it is expected to end by itself. */
export async function startInVain(
  environment: Record<string, string>,
  args: readonly string[] = [],
): Promise<EndedProcess> {
  const child = spawn(process.execPath, ['dist/main.js', ...args], {
    env: { PATH: process.env['PATH'], HOST: '127.0.0.1', ...environment },
    // One that starts after all must not outlive the test.
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.stderr += text));
  await once(child, 'close');
  return { code: child.exitCode, ...written };
}
