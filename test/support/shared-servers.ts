import type { ClockState } from '../server/clock-file.js';
import type { Control } from './control.js';
import type { Environment } from './installation.js';

interface SharedServer {
  readonly issuer: string;
  readonly origin: string;
  readonly port: number;
  readonly dataDir: string;
  readonly adminPassword: string;
  /** @returns the result as JSON */
  call(name: string, args: readonly unknown[]): Promise<string | undefined>;
}

/** What test/server/environment.js gives to each test file. */
interface SharedServers {
  start(environment: Environment): Promise<SharedServer>;
  copyInstallation(dataDir: string): string | undefined;
  setClock(state: ClockState): void;
}

export const { sharedServers } = globalThis as unknown as { sharedServers: SharedServers };

/** The inside of a server in another process. */
export function remoteControl(server: SharedServer): Remote<Control> {
  const call = async (name: string, args: readonly unknown[]): Promise<unknown> => {
    const result = await server.call(name, args);
    return result === undefined ? undefined : (JSON.parse(result) as unknown);
  };
  const handler = {
    get:
      (_: unknown, name: string) =>
      (...args: readonly unknown[]) =>
        call(name, args),
  };
  return new Proxy({}, handler) as Remote<Control>;
}

/** Without what is private, which no other object could have. */
export type Remote<T> = Pick<T, keyof T>;
