import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';

const run = promisify(execFile);

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the example until it ends. */
async function start(environment: Readonly<Record<string, string>>): Promise<Ended> {
  const env = { PATH: process.env['PATH'], ...environment };
  const options = { env, timeout: 30_000 };
  return run(process.execPath, ['examples/first-party-app/main.js'], options).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: unknown) => error as Ended,
  );
}

describe('examples/first-party-app: the password grant in a terminal', () => {
  let world: LocalWorld;
  let user: RegisteredUser;
  let environment: Record<string, string>;

  beforeAll(async () => {
    world = await startWorld({ LEGACY_GRANTS: 'password' });
    user = await world.createUser({ name: 'Ada Example' });
    environment = {
      GATEHOUSE: world.issuer,
      STATE_DIR: temporaryDirectory(),
      PERSON: user.username,
      PERSON_PASSWORD: user.password,
    };
  });

  it('registers itself with the help of an admin, and greets who signed in', async () => {
    const ADMIN_PASSWORD = world.application.adminPassword;
    const first = await start({ ...environment, ADMIN_PASSWORD });
    expect(first).toMatchObject({ code: 0, stdout: 'Good evening, Ada Example.\n', stderr: '' });
    expect(await start(environment)).toMatchObject({ code: 0, stdout: first.stdout });
  });

  it('says so when the password is wrong, and nothing more', async () => {
    const ended = await start({ ...environment, PERSON_PASSWORD: 'not hers' });
    expect(ended).toMatchObject({ code: 1, stdout: 'The username or the password is wrong.\n' });
    const nobody = await start({ ...environment, PERSON: 'nobody' });
    expect(nobody).toMatchObject({ code: 1, stdout: ended.stdout });
  });

  it('says what to do where nobody types', async () => {
    const ended = await start({ ...environment, PERSON_PASSWORD: '' });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('PERSON_PASSWORD');
  });

  it('says what to do where the grant is off', async () => {
    const plain = await startWorld();
    const ended = await start({ ...environment, GATEHOUSE: plain.issuer });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('LEGACY_GRANTS=password');
  });
});
