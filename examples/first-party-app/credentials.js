// @ts-check
import { createInterface } from 'node:readline/promises';
import { askForPassword } from '../shared/password-prompt.js';
import { StartError } from '../shared/start.js';

/**
 * @returns {Promise<{ username: string, password: string }>} from the environment, or the terminal
 * @throws {StartError} when there is neither
 */
export async function askForCredentials() {
  const username = process.env['PERSON'] || (await ask('Username: '));
  const password = process.env['PERSON_PASSWORD'] || (await askForPassword('Password: '));
  if (username && password) return { username, password };
  throw new StartError('Nobody signs in. Say who does: PERSON=ada PERSON_PASSWORD=... node ...');
}

/** @param {string} question */
async function ask(question) {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return '';
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  terminal.once('SIGINT', () => process.exit(130));
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}
