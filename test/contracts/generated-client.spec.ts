import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { startWorld, type World } from '../support/world.js';

/** What an administrator writes who uses the generated client; `sdk` is what the generator made. */
const PROGRAM = `
import { client } from './sdk/client.gen';
import * as gatehouse from './sdk';

client.setConfig({ baseUrl: process.env.ISSUER, auth: () => process.env.TOKEN });
const always = { throwOnError: true } as const;

export async function administer() {
  const { data: person } = await gatehouse.usersCreate({
    body: { username: 'generated', password: 'correct horse battery 7', nickname: 'Gen', disabled: true }, ...always,
  });
  const path = { sub: person.sub };
  const { data: renamed } = await gatehouse.usersChange({ path, body: { nickname: 'Jenny' }, ...always });
  const { data: cleared } = await gatehouse.usersChange({ path, body: { nickname: null }, ...always });
  const { data: back } = await gatehouse.usersChange({ path, body: { ...cleared, given_name: 'Jen' }, ...always });

  const { data: application } = await gatehouse.clientsCreate({
    body: {
      client_name: 'Generated', redirect_uris: ['https://app.example/callback'], first_party: true,
      id_token_signed_response_alg: 'ES256', require_pushed_authorization_requests: true,
    }, ...always,
  });
  const { data: changed } = await gatehouse.clientsChange({
    path: { client_id: application.client_id }, body: { client_name: 'Renamed' }, ...always,
  });

  const { data: api } = await gatehouse.resourceServersCreate({
    body: {
      identifier: 'https://generated.example', name: 'Generated', access_token_format: 'opaque',
      scopes: [{ name: 'generated:read', description: 'Read' }],
    }, ...always,
  });
  const { data: renamedApi } = await gatehouse.resourceServersChange({
    path: { id: api.id }, body: { name: 'Renamed' }, ...always,
  });

  const { data: list } = await gatehouse.usersList({ query: { limit: 1, count: true }, ...always });
  // @ts-expect-error There is no such member.
  const { error } = await gatehouse.usersChange({ path, body: { nick: 'x' } });
  return { person, renamed, cleared, back, application, changed, api, renamedApi, list, error };
}
`;

const TSCONFIG = {
  compilerOptions: {
    ...{ strict: true, target: 'es2023', module: 'esnext', moduleResolution: 'bundler' },
    ...{ noEmit: true, skipLibCheck: true, lib: ['es2023', 'dom', 'dom.iterable'] },
    types: ['node'],
  },
  include: ['program.ts', 'sdk'],
};

const run = promisify(execFile);
const bin = (name: string) => resolve('node_modules/.bin', name);

/** An answer without some of its members. */
const without = (answer: object, ...names: string[]) =>
  Object.fromEntries(Object.entries(answer).filter(([name]) => !names.includes(name)));

/** What a change of something else leaves as it is. */
const lasting = (answer: object) =>
  without(answer, 'updated_at', 'client_secret', 'client_secret_expires_at', 'configuration');

/** A client in TypeScript, made from the document by a generator that knows nothing of us. */
describe('a client that is generated from /openapi.json', () => {
  const folder = temporaryDirectory();
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
    writeFileSync(join(folder, 'openapi.json'), (await world.get('/openapi.json')).text);
    mkdirSync(join(folder, 'sdk'));
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'program.ts'), PROGRAM);
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
    const options = ['-i', 'openapi.json', '-o', 'sdk', '-c', '@hey-api/client-fetch', '-s'];
    await run(bin('openapi-ts'), options, { cwd: folder });
  });

  it('compiles, and so does what is written with it', async () => {
    const compiling = run(bin('tsc'), ['-p', folder]);
    expect(await compiling.catch((failure: unknown) => failure)).toMatchObject({ stdout: '' });
  });

  it('creates, lists, changes and clears, and leaves everything else as it was', async () => {
    const bundled = ['program.ts', '--file', 'program.mjs', '--platform', 'node'];
    await run(bin('rolldown'), bundled, { cwd: folder });
    const script = `import { administer } from './program.mjs';
      console.log(JSON.stringify(await administer()));`;
    const TOKEN = await world.admin.token();
    const env = { PATH: process.env['PATH'], ISSUER: world.issuer, TOKEN };
    const arguments_ = ['--input-type=module', '-e', script];
    const { stdout } = await run(process.execPath, arguments_, { cwd: folder, env });
    const done = JSON.parse(stdout);

    const person = lasting(done.person);
    expect(done.renamed).toMatchObject({ ...person, nickname: 'Jenny', disabled: true });
    const nameless = without(person, 'nickname');
    expect(done.cleared).toMatchObject(nameless);
    expect(done.cleared).not.toHaveProperty('nickname');
    expect(done.back).toMatchObject({ ...nameless, given_name: 'Jen' });
    const application = without(lasting(done.application), 'configuration');
    expect(done.changed).toMatchObject({ ...application, client_name: 'Renamed' });
    expect(done.renamedApi).toMatchObject({ ...lasting(done.api), name: 'Renamed' });
    expect(done.list).toMatchObject({ items: [expect.anything()], total: expect.any(Number) });
    expect(done.error.errors).toEqual([
      { pointer: '/nick', detail: expect.stringContaining('no such member') },
    ]);
  });
});
