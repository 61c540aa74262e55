import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const NOT_OURS = /^(node_modules|dist|data|coverage|\.git)(\/|$)|^test\/screenshots\//;

function walk(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !NOT_OURS.test(path));
}

/** Paths of the files that belong to the project: what git tracks, or would track if added. */
export function repositoryFiles(): string[] {
  if (!existsSync('.git')) return walk('.');
  const list = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { encoding: 'utf8' });
  return list.split('\n').filter((path) => path !== '' && existsSync(path));
}

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly lines: number;
}

export function readFiles(paths: readonly string[]): SourceFile[] {
  return paths.map((path) => {
    const text = readFileSync(path, 'utf8');
    return { path, text, lines: text.split('\n').length - 1 };
  });
}

/** Everything under src/ that is shipped. */
export function productFiles(): SourceFile[] {
  const shipped = (path: string) => /^src\/.*\.ts$/.test(path) && !path.endsWith('.spec.ts');
  return readFiles(repositoryFiles().filter(shipped));
}

/** The code without its comments, so that a rule can be explained where it applies. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}
