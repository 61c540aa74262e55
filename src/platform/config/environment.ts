import { readFileSync } from 'node:fs';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that hold a secret: `<name>_FILE` is the path of a file that holds it instead. */
const SECRETS = ['SECRET_KEY', 'ADMIN_PASSWORD', 'DATABASE_URL', 'SMTP_URL'];

/** Limit: bytes of such a file. */
const MAX_SIZE = 64 * 1024;

/**
 * The environment with what the files of its secrets hold.
 * @param problems what is wrong with one is added here
 */
export function withSecretFiles(environment: Environment, problems: string[]): Environment {
  const complete: Record<string, string | undefined> = { ...environment };
  for (const name of SECRETS) {
    const path = environment[`${name}_FILE`]?.trim() ?? '';
    if (path === '') continue;
    if ((environment[name]?.trim() ?? '') !== '') {
      problems.push(`${name}_FILE must not be set along with ${name}: set one of the two`);
      continue;
    }
    try {
      complete[name] = contentOf(path);
    } catch {
      problems.push(`${name}_FILE must be the path of a readable file that holds the value`);
    }
  }
  return complete;
}

/** Without the line end that editors and `echo` leave behind. */
function contentOf(path: string): string {
  const content = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  if (content === '' || content.length > MAX_SIZE) throw new Error('no such secret');
  return content;
}
