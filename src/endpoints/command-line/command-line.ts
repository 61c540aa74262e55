import { parseArgs } from 'node:util';
import { StartRefused, VERSION } from '#platform/config';
import { audit } from './audit.js';
import { backup, restore } from './backup.js';
import { breachedPasswords } from './breached-passwords.js';
import { checkConfig } from './check-config.js';
import { config, Different } from './config/config.js';
import type { Command, Given, Tools } from './command.js';
import { convert } from './convert/convert.js';
import { exportCommand, importCommand } from './export.js';
import { migrateCommand } from './migrate.js';
import { move } from './move.js';
import { resetAdmin } from './reset-admin.js';
import { rotateSecretKey } from './rotate-secret-key.js';

const start: Command = {
  takes: '',
  about: 'serve; what happens without a command',
  words: [0, 0],
  run: (_given, { serve, environment }) => serve(environment),
};

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['start', start],
  ['migrate', migrateCommand],
  ['check-config', checkConfig],
  ['reset-admin', resetAdmin],
  ['backup', backup],
  ['restore', restore],
  ['export', exportCommand],
  ['import', importCommand],
  ['move', move],
  ['convert', convert],
  ['breached-passwords', breachedPasswords],
  ['rotate-secret-key', rotateSecretKey],
  ['audit', audit],
  ['config', config],
]);

const GENERAL = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

/** Exit codes: done; refused or failed; not understood (as of shells). */
const [DONE, FAILED, MISUSED] = [0, 1, 2];
/** What is configured is not what a file says. */
const DIFFERENT = 2;

/**
 * Runs the command that the arguments name.
 * @returns the exit code; undefined while the server runs
 */
export async function runCommandLine(
  argv: readonly string[],
  tools: Tools,
): Promise<number | undefined> {
  const named = argv[0] !== undefined && !argv[0].startsWith('-');
  const name = named ? (argv[0] ?? '') : 'start';
  const command = COMMANDS.get(name);
  if (command === undefined) return misused(`There is no command ${JSON.stringify(name)}.`);
  let given: Given;
  try {
    given = parse(command, argv.slice(named ? 1 : 0));
  } catch (error) {
    return misused((error as Error).message);
  }
  if (given.options['help'] === true) return told(tools, help());
  if (given.options['version'] === true) return told(tools, VERSION);
  if (name === 'start') {
    await command.run(given, tools);
    return undefined;
  }
  try {
    await command.run(given, tools);
    return DONE;
  } catch (error) {
    if (error instanceof Different) return DIFFERENT;
    process.stderr.write(`${name}: ${reasonOf(error)}\n`);
    return FAILED;
  }
}

function parse({ options = {}, words, takes }: Command, args: readonly string[]): Given {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { ...options, ...GENERAL },
    allowPositionals: true,
    strict: true,
  });
  const asked = values.help === true || values.version === true;
  const [least, most] = words;
  if (!asked && (positionals.length < least || positionals.length > most)) {
    throw new Error(takes === '' ? 'It takes nothing further.' : `It takes: ${takes}`);
  }
  return { positionals, options: values };
}

function told({ print }: Tools, text: string): number {
  print(text);
  return DONE;
}

function misused(reason: string): number {
  process.stderr.write(`${reason}\nThe commands are listed by --help.\n`);
  return MISUSED;
}

function reasonOf(error: unknown): string {
  if (error instanceof StartRefused) return error.problems.join('\n  ');
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function help(): string {
  const left = [...COMMANDS].map(([name, { takes }]) => `${name} ${takes}`.trim());
  const width = Math.max(...left.map(({ length }) => length)) + 2;
  const lines = [...COMMANDS.values()].map(
    ({ about }, index) => `  ${(left[index] ?? '').padEnd(width)}${about}`,
  );
  return [
    `Gatehouse ${VERSION}`,
    ``,
    `Usage: node dist/main.js [command]`,
    ``,
    ...lines,
    ``,
    `  ${'--help'.padEnd(width)}this list`,
    `  ${'--version'.padEnd(width)}the version`,
    ``,
    `All take their configuration from the environment, as the server does (README, "Configuration").`,
  ].join('\n');
}
