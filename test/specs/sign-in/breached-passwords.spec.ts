import { createHash } from 'node:crypto';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';
import { breachedPasswords } from '../../../src/endpoints/command-line/breached-passwords.js';
import { startOwnWorld, type OwnWorld } from '../../support/application.js';
import { temporaryDirectory } from '../../support/temporary-directory.js';
import { unique } from '../../support/world.js';

let world: OwnWorld;
const corpus = join(temporaryDirectory(), 'corpus.txt');

const hashOf = (password: string) =>
  createHash('sha1').update(password).digest('hex').toUpperCase();

/** Runs the command on these lines, beside the server. */
async function bring(lines: readonly string[], ...more: string[]): Promise<string[]> {
  writeFileSync(corpus, `${lines.join('\r\n')}\r\n`);
  const told: string[] = [];
  const nothing = () => Promise.reject(new Error('it starts nothing'));
  const tools = {
    environment: { DATA_DIR: world.application.dataDir, PORT: '1' },
    ...{ print: (line: string) => told.push(line), serve: nothing },
    ...{ withModules: nothing, rehearse: nothing },
  };
  const options = { 'at-least': more[0] ?? '1' };
  await breachedPasswords.run({ positionals: [corpus], options }, tools);
  return told;
}

beforeAll(async () => {
  world = await startOwnWorld();
});

it('I27 a password of the file is refused when it is set, from the next request on', async () => {
  const password = `correct horse ${unique()}`;
  const { sub } = await world.createUser();
  const lines = [password, 'other', 'more'].map((one) => `${hashOf(one)}:12`).sort();
  const told = await bring(lines);
  expect(told.at(-1)).toContain('breached-passwords.bin: 3 passwords');
  const refused = await world.admin.patch(`/users/${sub}`, { password });
  expect(refused.json.errors[0].detail).toContain('known from a breach');
  expect((await world.admin.patch(`/users/${sub}`, { password: `${password}!` })).status).toBe(200);
  const created = { username: `user-${unique()}`, password };
  expect((await world.admin.post('/users', created)).status).toBe(400);
});

it('I27 one that became known since is replaced at the sign-in, and signs nobody in before', async () => {
  const user = await world.createUser();
  const client = await world.registerClient({ first_party: true });
  await bring([`${hashOf(user.password)}:1`]);
  const { end, browser } = await world.authorize({ client, user });
  expect(end.text).toContain('<h1>Choose another password</h1>');
  expect(browser.cookies.get('session')).toBeUndefined();
  const wanted = `a better horse ${unique()}`;
  const fields = { new_password: wanted, repeat_password: wanted };
  const sent = await browser.click(end, 'new-password-submit', fields);
  const done = await browser.follow(sent, client.redirect_uris[0]);
  expect(done.parameters['code']).toBeDefined();
  await world.application.control.flushEvents();
  const [row] = await world.query(
    "SELECT outcome FROM events WHERE type = 'password.breached' AND user_id = ?",
    [user.sub],
  );
  expect(row).toEqual({ outcome: 'failure' });
});

it('the command takes those that were seen often enough, and refuses a file that is not in order', async () => {
  const lines = ['one', 'two', 'three'].map((word, place) => `${hashOf(word)}:${place + 1}`).sort();
  expect((await bring(lines, '2')).at(-1)).toContain(': 2 passwords');
  const file = join(world.application.dataDir, 'breached-passwords.bin');
  expect(statSync(file).size).toBe(12);
  await expect(bring(lines.toReversed())).rejects.toThrow('line 2 is not in order');
  await expect(bring(['123456'])).rejects.toThrow('line 1 is no SHA-1 digest');
  await expect(bring(lines, 'many')).rejects.toThrow('--at-least takes a whole number');
  // The former one stays, and nothing half done beside it.
  expect([statSync(file).size, existsSync(`${file}.new`)]).toEqual([12, false]);
});
