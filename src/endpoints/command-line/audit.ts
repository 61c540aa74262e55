import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { JSONWebKeySet } from 'jose';
import { loadConfig, StartRefused } from '#platform/config';
import { BrokenChain, ExportVerifier, Journal, type Verified } from '#platform/events';
import { type Command, type Given, QUIET, type Tools } from './command.js';

/** Statements of checkpoints, wherever they stand in what was kept: lines of the log, answers of the API. */
const STATEMENT = /eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/g;

/** The journal as lines, and whether nobody has touched it. */
export const audit: Command = {
  takes: 'export [file] | verify <file> --jwks <file> [--checkpoints <file>]',
  about: 'write the journal as JSON lines; or find out, without the server, what was done to them',
  words: [1, 2],
  options: { jwks: { type: 'string' }, checkpoints: { type: 'string' } },
  async run(given, tools) {
    const [work, file] = given.positionals;
    if (work === 'export') return exportTo(file, tools);
    if (work === 'verify' && file !== undefined) return verify(file, given, tools);
    throw new StartRefused(['It takes: audit export [file], or audit verify <file> --jwks <file>']);
  },
};

async function exportTo(file: string | undefined, { environment, print, withModules }: Tools) {
  const config = loadConfig({ ...environment, ...QUIET }, 'guest');
  await withModules(config, async (modules) => {
    const lines = await modules.get(Journal, { strict: false }).lines({});
    if (file === undefined) {
      for await (const text of lines) {
        if (!process.stdout.write(text)) await once(process.stdout, 'drain');
      }
      return;
    }
    const target = resolve(file);
    const handle = await open(target, 'wx', 0o600).catch(refuse);
    await pipeline(lines, handle.createWriteStream());
    print(`${target} holds the journal. Verify it with: audit verify <file> --jwks <file>`);
  });
}

async function verify(file: string, { options }: Given, { print }: Tools): Promise<void> {
  const { jwks, checkpoints } = options as Readonly<Record<string, string | undefined>>;
  if (jwks === undefined) {
    throw new StartRefused([
      'It takes --jwks <file>: what GET /admin/events/keys answered, or /jwks.',
    ]);
  }
  const outside = checkpoints === undefined ? [] : await statementsIn(checkpoints);
  try {
    const verifier = await ExportVerifier.with(await keysIn(jwks), outside);
    const lines = await open(resolve(file)).catch(refuse);
    for await (const line of lines.readLines()) if (line !== '') await verifier.add(line);
    print(sentence(verifier.end()));
  } catch (error) {
    if (error instanceof BrokenChain) throw new StartRefused([error.message], { cause: error });
    throw error;
  }
}

function sentence({ events, first, last, checkpoints, signedUpTo, erased }: Verified): string {
  const number = new Intl.NumberFormat('en-US');
  const count = `${number.format(events)} events, 0 gaps`;
  if (events === 0) return count;
  const vouched =
    checkpoints === 0 && signedUpTo === 0
      ? 'no checkpoint among them: nobody vouches for them'
      : `checkpoints ok (${number.format(checkpoints)}, up to event ${number.format(signedUpTo)})`;
  const range = `events ${number.format(first)} to ${number.format(last)}`;
  const gone = erased === 0 ? '' : `; the facts of ${number.format(erased)} were erased`;
  return `${count}, ${vouched}; ${range}${gone}`;
}

async function keysIn(file: string): Promise<JSONWebKeySet> {
  const text = await readFile(resolve(file), 'utf8').catch(refuse);
  try {
    const read = JSON.parse(text) as JSONWebKeySet;
    if (Array.isArray(read.keys)) return read;
  } catch {
    // Not one of those either.
  }
  throw new StartRefused([`${file} is no JWK Set.`]);
}

async function statementsIn(file: string): Promise<string[]> {
  const text = await readFile(resolve(file), 'utf8').catch(refuse);
  return [...new Set(text.match(STATEMENT))].filter(isCheckpoint);
}

/** A file of the log holds cuts, and what else looks like a statement. */
function isCheckpoint(statement: string): boolean {
  const [header = ''] = statement.split('.');
  return Buffer.from(header, 'base64url').toString().includes('"checkpoint+jwt"');
}

function refuse(error: unknown): never {
  throw new StartRefused([(error as Error).message], { cause: error });
}
