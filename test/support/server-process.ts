import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { atEndOfFile } from './end-of-file.js';
import { freePort } from './free-port.js';
import { withoutDuty } from './without-duty.js';
import { newInstallation } from './new-installation.js';

export interface ServerOptions {
  /** Added to the environment; a variable given as undefined is left out of it. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly dataDir?: string;
  readonly databaseUrl?: string;
  readonly port?: number;
  /** A program that starts the one given as its last arguments, in place of itself. */
  readonly starter?: readonly string[];
  /** Where it listens, when the port alone does not say so; also the issuer, unless ISSUER is given. */
  readonly origin?: string;
}

const READY_WITHIN = 30_000;

/** Gatehouse as its operator runs it: `node dist/main.js` in a process of its own. */
export class ServerProcess {
  private child: ChildProcess | undefined;
  private output = '';
  private exited: Promise<unknown> = Promise.resolve();

  constructor(
    readonly issuer: string,
    /** Where it listens. */
    readonly origin: string,
    readonly dataDir: string,
    /** As given by ADMIN_PASSWORD; undefined when the server was to make one up. */
    readonly adminPassword: string | undefined,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly starter: readonly string[] = [],
  ) {}

  /** Everything written to stdout and stderr since the first start. */
  logs(): string {
    return this.output;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  async start(): Promise<void> {
    const [program, ...args] = [...this.starter, process.execPath, 'dist/main.js'] as const;
    const child = spawn(program, args, { env: this.environment });
    this.child = child;
    this.exited = once(child, 'exit');
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    await this.waitUntilReady(child);
  }

  /** Ends it as an orchestrator does; resolves with its exit code or the signal it died of. */
  async stop(): Promise<number | NodeJS.Signals | null> {
    this.child?.kill('SIGTERM');
    await this.exited;
    return this.child?.exitCode ?? this.child?.signalCode ?? null;
  }

  /** Ends it without a warning: SIGKILL. */
  async kill(): Promise<void> {
    this.child?.kill('SIGKILL');
    await this.exited;
  }

  /** Starts it again on the same port and data, after {@link stop} where that is still due. */
  async restart(): Promise<void> {
    if (this.child?.exitCode === null && this.child.signalCode === null) await this.stop();
    await this.start();
  }

  private async waitUntilReady(child: ChildProcess): Promise<void> {
    const deadline = performance.now() + READY_WITHIN;
    while (performance.now() < deadline) {
      if (child.exitCode !== null) break;
      const ready = await fetch(`${this.origin}/health/ready`).then(
        async (answer) => (await answer.arrayBuffer(), answer.ok),
        () => false,
      );
      if (ready) return;
      await sleep(25);
    }
    await this.kill();
    throw new Error(`The server was not ready within ${READY_WITHIN} ms:\n${this.output}`);
  }
}

/**
 * Starts a server of its own data directory and port; it is killed with the test file. Unless told
 * where its data is, it may find the keys and the administrator that a first start makes.
 */
export async function startServer(options: ServerOptions = {}): Promise<ServerProcess> {
  const port = options.port ?? (await freePort());
  const { dataDir, databaseUrl } = options;
  const given = {
    ...(dataDir === undefined ? {} : { DATA_DIR: dataDir }),
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    ...options.env,
  };
  const installation = newInstallation(given);
  const origin = options.origin ?? `http://localhost:${port}`;
  const { PATH, TEST_ISSUER_PATH } = process.env;
  const environment: NodeJS.ProcessEnv = {
    PATH,
    PORT: String(port),
    HOST: '127.0.0.1',
    DATA_DIR: installation.dataDir,
    ADMIN_PASSWORD: installation.adminPassword,
    ...installation.secretKey,
    ...(TEST_ISSUER_PATH === undefined ? {} : { ISSUER: origin + TEST_ISSUER_PATH }),
    ...withoutDuty(given),
    ...given,
  };
  const issuer = environment['ISSUER'] ?? origin;
  const { ADMIN_PASSWORD } = environment;
  const { starter = [] } = options;
  const server = new ServerProcess(
    ...([issuer, origin, installation.dataDir, ADMIN_PASSWORD] as const),
    environment,
    starter,
  );
  atEndOfFile(() => server.kill());
  await server.start();
  return server;
}
