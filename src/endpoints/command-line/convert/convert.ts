import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { StartRefused } from '#platform/config';
import type { Command, Given } from '../command.js';
import { type Auth0Password, type Auth0User, convertAuth0 } from './auth0-users.js';
import type { Conversion } from './conversion.js';
import { send } from './send.js';
import { convertKeycloak, type KeycloakRealm } from './keycloak-realm.js';

/** By the system that an export is of. */
const SYSTEMS: Readonly<Record<string, (file: string, given: Given) => Conversion>> = {
  keycloak: (file) => convertKeycloak(document(file) as KeycloakRealm),
  auth0: (file, { options }) => {
    const passwords = options['passwords'];
    const hashes = typeof passwords === 'string' ? linesOf(resolve(passwords)) : [];
    return convertAuth0(linesOf(file) as Auth0User[], hashes as Auth0Password[]);
  },
};

/** Makes files for the admin API of what another system exported. Neither database nor key is needed. */
export const convert: Command = {
  takes: '<keycloak|auth0> <file> [--out folder | --to issuer] [--passwords file]',
  about:
    'turn an export of another system into files for the admin API, or send it there with ADMIN_TOKEN (docs/moving)',
  words: [2, 2],
  options: {
    out: { type: 'string', default: '.' },
    passwords: { type: 'string' },
    to: { type: 'string' },
  },
  async run(given, { print, environment }) {
    const [system = '', file = ''] = given.positionals;
    const read = SYSTEMS[system];
    if (read === undefined) {
      const names = Object.keys(SYSTEMS).join(', ');
      throw new StartRefused([`${JSON.stringify(system)} is none of: ${names}.`]);
    }
    const conversion = read(resolve(file), given);
    const { files, left } = conversion;
    const { to } = given.options;
    if (typeof to === 'string') {
      for (const sentence of left) print(`Left behind: ${sentence}`);
      await send(conversion, { issuer: to, environment, print });
      return;
    }
    const folder = resolve(String(given.options['out']));
    const targets = Object.entries(files).map(
      ([name, items]) => [join(folder, name), items] as const,
    );
    const there = targets.filter(([path]) => existsSync(path));
    if (there.length > 0) {
      throw new StartRefused(
        there.map(([path]) => `${path} exists: name another folder with --out.`),
      );
    }
    mkdirSync(folder, { recursive: true });
    for (const [path, items] of targets) {
      const lines = items.map((item) => `${JSON.stringify(item)}\n`);
      // There are hashes and secrets in it.
      writeFileSync(path, lines.join(''), { mode: 0o600, flag: 'wx' });
      print(`${path}: ${String(items.length)}`);
    }
    for (const sentence of left) print(`Left behind: ${sentence}`);
  },
};

function textOf(file: string): string {
  if (!existsSync(file)) throw new StartRefused([`There is no file ${file}.`]);
  return readFileSync(file, 'utf8').replace(/^\ufeff/, '');
}

/** @throws StartRefused where it is no JSON object */
function document(file: string): unknown {
  const value = parsed(textOf(file));
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new StartRefused([`${file} is no JSON object: is it the export of one realm?`]);
}

/** @throws StartRefused that names the first line which is no JSON object */
function linesOf(file: string): unknown[] {
  return textOf(file)
    .split(/\r?\n/)
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, number }) => {
      const value = parsed(line);
      if (typeof value === 'object' && value !== null) return value;
      throw new StartRefused([`${file}: line ${String(number)} is no JSON object.`]);
    });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
