// The server that the test files of a worker share: Gatehouse in a process of its own, and a channel
// through which tests reach its inside. Its environment is the first argument, as JSON.
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { Control } from '../support/control.js';
import { type Environment, startInstallation } from '../support/installation.js';
import { lightenPasswords } from '../support/light-passwords.js';
import { FirstState } from './first-state.js';

interface Call {
  readonly id: number;
  readonly name: keyof Control | 'restore';
  readonly args: unknown[];
}

// Nobody is left to end it when jest was killed.
process.on('disconnect', () => {
  rmSync(dirname(environment['DATA_DIR'] ?? ''), { recursive: true, force: true });
  process.exit();
});

const environment = JSON.parse(process.argv[2] ?? '{}') as Environment;
const { nest, config, origin } = await startInstallation(environment, {}, lightenPasswords);
const control = new Control(nest);
const first =
  config.database.kind === 'sqlite' ? await FirstState.keep(control, config.dataDir) : undefined;
const callable = Object.assign(control, { restore: async () => first?.restore() });

async function answer({ id, name, args }: Call): Promise<void> {
  try {
    const work = callable[name] as (...given: unknown[]) => Promise<unknown>;
    process.send?.({ id, result: await work.apply(callable, args) });
  } catch (error) {
    process.send?.({ id, error: error instanceof Error ? error.message : String(error) });
  }
}

process.on('message', (call: Call) => void answer(call));
process.send?.({ issuer: config.issuer, origin });
