import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '../support/temporary-directory.js';

const SCRIPT = resolve('scripts/specifications.js');

/** The page as [document, section, path of its owner, tests]. */
function rows(): [string, string, string, string][] {
  let document = '';
  return readFileSync('docs/specifications.md', 'utf8')
    .split('\n')
    .flatMap((line) => {
      document = /^## \[([^\]]+)\]/.exec(line)?.[1] ?? document;
      const [, section = '', owner = '', tests = ''] = line.split('|').map((cell) => cell.trim());
      const path = /\]\(\.\.\/(src\/[^)]+)\)/.exec(owner)?.[1];
      return path === undefined ? [] : [[document, section, path, tests]];
    });
}

describe('from a section of a specification to its file', () => {
  it.each([
    ['RFC 8628', '§3.2', 'Device Authorization Response'],
    ['OIDC Core', '§5.5', 'Requesting Claims using the claims Request Parameter'],
    ['RFC 7592', '§2.2', 'Client Update Request'],
    ['RFC 8707', '§2.2', 'Access Token Request'],
    ['RFC 9207', 'all of it', 'Authorization Server Issuer Identification'],
    ['RFC 7636', '§4.6', 'Server Verifies code_verifier before Returning the Tokens'],
    ['RFC 9700', '§4.14', 'Refresh Token Protection'],
    ['Back-Channel Logout', '§2.4', 'Logout Token'],
    ['RFC 7009', 'all of it', 'Token Revocation'],
    ['OIDC Core', '§5.3', 'UserInfo Endpoint'],
  ])('%s %s is in one file, called like it, and has tests', (document, section, title) => {
    const found = rows().filter(([ofDocument, ofSection]) => {
      return ofDocument === document && ofSection === section;
    });
    expect(found).toHaveLength(1);
    const [, , path = '', tests] = found[0] ?? [];
    const words = title
      .toLowerCase()
      .split(/[ _]/)
      .map((word) => word.replace(/s$/, ''));
    expect(words.filter((word) => word.length > 3 && path.includes(word))).not.toEqual([]);
    expect(tests).toMatch(/\]\(\.\.\/(test|src)\//);
  });

  it('a section that two files claim is refused by name', () => {
    const folder = temporaryDirectory();
    mkdirSync(join(folder, 'src'));
    const run = () => spawnSync(process.execPath, [SCRIPT, '--check'], { cwd: folder }).stderr;
    writeFileSync(join(folder, 'src/a.ts'), '/** One (RFC 6749 §3.1). */\nexport class A {}\n');
    writeFileSync(join(folder, 'src/b.ts'), '/** As RFC 6749 §3.1 has it. */\nexport class B {}\n');
    expect(run().toString()).toMatch(/out of date/);
    writeFileSync(join(folder, 'src/c.ts'), '/** Another (RFC 6749 §3.1). */\nexport class C {}\n');
    expect(run().toString()).toBe('RFC 6749 §3.1 has two owners: src/a.ts, src/c.ts\n');
  });
});
