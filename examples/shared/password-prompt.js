// @ts-check
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/**
 * @param {string} question
 * @returns {Promise<string>} empty where nobody can be asked
 */
export async function askForPassword(question) {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return '';
  process.stdout.write(question);
  // readline echoes what is typed to its output; a password must not stay on the screen.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  terminal.once('SIGINT', () => process.exit(130));
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    process.stdout.write('\n');
  }
}
