import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readFiles, repositoryFiles } from '../support/repository-files.js';

const TEXT = /\.(ts|js|cjs|mjs|json|md|eta|css|svg|ya?ml)$|^(Dockerfile|\.ci\/run|\.[\w.]+)$/;

const paths = repositoryFiles();
const files = readFiles(paths.filter((path) => TEXT.test(path)));
const written = files.filter(({ path }) => path !== 'package-lock.json');

const matches = (pattern: RegExp, among = written) =>
  among.flatMap(({ path, text }) =>
    [...text.matchAll(pattern)].map((match) => `${path}: ${match[0].trim()}`),
  );

describe('nothing secret is in the repository', () => {
  it('holds no private key in PEM', () => {
    // A body has to follow: parsers and tests may name the header alone.
    expect(matches(/-----BEGIN [A-Z ]*PRIVATE KEY-----\\?n?\s*[A-Za-z0-9+/]{40,}/g)).toEqual([]);
  });

  it('holds no private JWK', () => {
    expect(matches(/["']?\bd["']?\s*:\s*["'][\w-]{43,}["']/g)).toEqual([]);
  });

  it('gives no default to the administrator’s password and the secret key', () => {
    const fallback =
      /(ADMIN_PASSWORD|SECRET_KEY)['"]?\]?[^\n]{0,20}(\?\?|\|\||:-)\s*['"`]?[\w+/=-]{4,}/g;
    const own = written.filter(({ path }) => !path.startsWith('test/'));
    expect(matches(fallback, own).filter((line) => !line.includes('undefined'))).toEqual([]);
    const assigned = /(?:ENV|ARG|environment:)[^\n]*(ADMIN_PASSWORD|SECRET_KEY)\s*[=:]\s*\S+/g;
    expect(matches(assigned)).toEqual([]);
  });

  it('ships no key material, database or environment file', () => {
    const suspicious = /\.(pem|key|p12|pfx|jks|sqlite|db|env)(-\w+)?$|(^|\/)\.env/;
    expect(paths.filter((path) => suspicious.test(path))).toEqual([]);
  });
});

describe('the repository works wherever it is cloned', () => {
  it('names no absolute path of somebody’s machine', () => {
    const folders = ['home', 'root', 'work', 'Users', 'mnt'].join('|');
    expect(matches(new RegExp(`(?:^|[\\s"'\`(=])/(?:${folders})/[\\w.-]+`, 'gm'))).toEqual([]);
  });

  it('locks packages without naming the registry they were fetched from', () => {
    const lock = readFileSync('package-lock.json', 'utf8');
    expect(lock).not.toMatch(/"resolved":\s*"https?:/);
    expect(lock).not.toMatch(/registry\./);
  });

  it('locks what each package holds, so that nothing else is installed in its place', () => {
    interface Locked {
      readonly integrity?: string;
      readonly inBundle?: boolean;
    }
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      packages: Record<string, Locked>;
    };
    // The first is this project itself; what comes inside another package has that one's.
    const [, ...others] = Object.entries(packages);
    const without = others.filter(([, { integrity, inBundle }]) => !integrity && !inBundle);
    expect(without.map(([path]) => path)).toEqual([]);
  });
});

describe('the lock file', () => {
  it('says that better-sqlite3 brings its binaries', () => {
    // Its own package.json says so as well, but `npm ci` of npm 10 asks the lock file alone, and would
    // compile it. npm install drops the member, which has to be put back then.
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      packages: Record<string, { gypfile?: boolean }>;
    };
    expect(packages['node_modules/better-sqlite3']?.gypfile).toBe(false);
  });
});

describe('the image', () => {
  it('O19 is asked whether it lives, and not whether its database does', () => {
    const [, check = ''] =
      /^HEALTHCHECK ([^]*?)\nCMD /m.exec(readFileSync('Dockerfile', 'utf8')) ?? [];
    expect(check).toContain("path: '/health/live'");
    expect(check).not.toContain('ready');
  });

  it('runs the server with the flags of npm start', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    const [, command = ''] = /^CMD (\[.*\])$/m.exec(readFileSync('Dockerfile', 'utf8')) ?? [];
    expect(scripts['start']).toMatch(/ && node .*dist\/main\.js$/);
    expect((JSON.parse(command) as string[]).join(' ')).toBe(scripts['start']?.split(' && ')[1]);
  });
});

describe('the documentation', () => {
  const scripts = Object.keys(
    (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object }).scripts,
  );
  const documents = files.filter(({ path }) => path.endsWith('.md'));

  it('includes a README', () => {
    expect(existsSync('README.md')).toBe(true);
  });

  it('names only npm scripts that exist', () => {
    const named = documents.flatMap(({ path, text }) =>
      [...text.matchAll(/\bnpm run (?:--silent )?([\w:-]+)/g)].map(([, name = '']) => ({
        path,
        name,
      })),
    );
    expect(named.filter(({ name }) => !scripts.includes(name))).toEqual([]);
  });

  it('links only to files that exist', () => {
    const broken = documents.flatMap(({ path, text }) =>
      [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g)]
        .map(([, target = '']) => new URL(target, `file:///${path}`).pathname.slice(1))
        .filter((target) => !existsSync(decodeURIComponent(target)))
        .map((target) => `${path} -> ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('has a row for each example, whose own page is short', () => {
    const pages = files.filter(({ path }) => /^examples\/[^/]+\/README\.md$/.test(path));
    const folders = repositoryFiles().flatMap(
      (path) => /^examples\/([^/]+)\/main\.js$/.exec(path)?.[1] ?? [],
    );
    expect(pages.map(({ path }) => path.split('/')[1])).toEqual(folders);
    expect(pages.filter(({ lines }) => lines > 30).map(({ path }) => path)).toEqual([]);
    const readme = readFileSync('README.md', 'utf8');
    expect(folders.filter((name) => !readme.includes(`(examples/${name})`))).toEqual([]);
  });

  it('has a row for each grant: who uses it, how to enable it, what to run', () => {
    const rows = readFileSync('README.md', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| '));
    const grants = repositoryFiles().flatMap(
      (path) => /^src\/grants\/([^/]+)\/.*\.controller\.ts$/.exec(path)?.[1] ?? [],
    );
    for (const grant of [...grants, 'hybrid', 'implicit']) {
      const row = rows.find(
        (line) =>
          line.includes(`(src/endpoints/token/grants/${grant})`) || line.startsWith(`| [${grant}]`),
      );
      const cells =
        row
          ?.split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()) ?? [];
      expect([grant, cells.filter((cell) => cell !== '').length]).toEqual([grant, 4]);
      expect(row).toMatch(/\]\((examples|test)\/[^)]+\)[^|]*\|$/);
    }
  });

  it('is run by npm scripts whose files exist', () => {
    const { scripts: commands } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    const programs = Object.values(commands).flatMap((command) =>
      [...command.matchAll(/node ((?!dist)[\w./-]+\.js)/g)].map(([, file = '']) => file),
    );
    expect(programs.filter((file) => !existsSync(file))).toEqual([]);
  });
});
