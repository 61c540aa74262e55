import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Candidate, CANDIDATES } from './candidates.js';

const CACHE = resolve(
  process.env['GATEHOUSE_INTEROP_CACHE'] ??
    join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'gatehouse-interop'),
);
const HERE = resolve('test/interop');

type Registry = Candidate['registry'];
const folderOf = (registry: Registry) => join(CACHE, registry);

/** A program that was started, and what it has said so far. */
export interface Started {
  output(): string;
  isAlive(): boolean;
  end(): Promise<void>;
}

export function start(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  directory?: string,
): Started {
  let output = '';
  const env = { PATH: process.env['PATH'] ?? '', HOME: homedir(), ...environment };
  // A group of its own, so that what it starts ends with it.
  const options = { env, detached: true, ...(directory ? { cwd: directory } : {}) };
  const child = spawn(program, args, options);
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  child.on('error', (error) => (output += String(error)));
  const isAlive = () =>
    child.exitCode === null && child.signalCode === null && child.pid !== undefined;
  const kill = () => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  };
  const end = async () => {
    if (!isAlive()) return;
    const gone = once(child, 'exit');
    kill();
    await gone;
  };
  process.once('exit', () => {
    if (isAlive()) kill();
  });
  return { output: () => output, isAlive, end };
}

/** @returns why it failed, or undefined */
function run(program: string, args: readonly string[], cwd: string): string | undefined {
  console.log(`${program} ${args.slice(0, 2).join(' ')} ...`);
  const { status, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status === 0) return undefined;
  return `could not be installed: ${String(error ?? stderr)
    .trim()
    .split('\n')
    .slice(-2)
    .join(' ')}`;
}

const INSTALL: Readonly<
  Record<Registry, (packages: ReadonlyMap<string, string>, folder: string) => string | undefined>
> = {
  npm: (packages, folder) => {
    const dependencies = Object.fromEntries(packages);
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ private: true, type: 'module', dependencies }, null, 2),
    );
    return run(
      'npm',
      ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--legacy-peer-deps'],
      folder,
    );
  },
  pypi: (packages, folder) => {
    const python = join(folder, 'venv/bin/python');
    const made = existsSync(python) ? undefined : run('python3', ['-m', 'venv', 'venv'], folder);
    const pinned = [...packages].map(([name, version]) => `${name}==${version}`);
    return made ?? run(python, ['-m', 'pip', 'install', '--quiet', ...pinned], folder);
  },
  go: (packages, folder) => {
    writeFileSync(join(folder, 'go.mod'), 'module interop\n\ngo 1.25\n');
    const pinned = [...packages].map(([name, version]) => `${name}@${version}`);
    const programs = pinned.filter((name) => name.includes('oauth2-proxy'));
    const libraries = pinned.filter((name) => !programs.includes(name));
    const own = libraries.length === 0 ? [] : ['./...'];
    return (
      run('go', ['get', ...libraries], folder) ??
      run('go', ['get', './...'], folder) ??
      (programs.length === 0 ? undefined : run('go', ['get', '-tool', ...programs], folder)) ??
      run('go', ['build', '-o', 'bin/', ...own, ...(programs.length === 0 ? [] : ['tool'])], folder)
    );
  },
  // Which version a release of Debian has is not ours to choose.
  debian: (packages, folder) => {
    const missing = [...packages.keys()].filter(
      (name) => spawnSync('dpkg', ['-s', name]).status !== 0,
    );
    if (missing.length === 0) return undefined;
    return run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], folder);
  },
};

const comesFrom = (registry: Registry) => (one: Candidate) =>
  one.registry === registry && one.file !== undefined;

/** Installs what the candidates need, for each registry at once. @returns why, of those that are not there */
export function install(candidates: readonly Candidate[]): Map<Candidate, string> {
  const missing = new Map<Candidate, string>();
  for (const registry of ['npm', 'pypi', 'go', 'debian'] as const) {
    const own = candidates.filter(comesFrom(registry));
    if (own.length === 0) continue;
    const folder = folderOf(registry);
    mkdirSync(folder, { recursive: true });
    cpSync(join(HERE, registry), folder, { recursive: true });
    // All of a registry's, whichever are wanted, so that what is there stays; programs in Go take minutes to build.
    const all = registry === 'go' ? own : CANDIDATES.filter(comesFrom(registry));
    const packages = new Map(
      all.flatMap(({ name, version, beside = {} }): [string, string][] => [
        ...Object.entries(beside),
        [name, version],
      ]),
    );
    const reason = INSTALL[registry](packages, folder);
    if (reason === undefined) continue;
    for (const one of own) missing.set(one, reason);
  }
  return missing;
}

/** Starts the application of a candidate. */
export function startApplication(
  { registry, file = '' }: Candidate,
  environment: Readonly<Record<string, string>>,
): Started {
  const folder = folderOf(registry);
  const [program, argument]: readonly [string, string?] = {
    npm: [process.execPath, file] as const,
    pypi: [join(folder, 'venv/bin/python'), file] as const,
    go: file.endsWith('.sh') ? (['bash', file] as const) : ([join(folder, 'bin', file)] as const),
    debian: ['bash', file] as const,
  }[registry];
  return start(program, argument === undefined ? [] : [argument], environment, folder);
}
