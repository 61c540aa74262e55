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

describe('examples/build-pipeline: the JWT bearer grant (RFC 7523 §2.1)', () => {
  let world: LocalWorld;
  let user: RegisteredUser;
  let environment: Record<string, string>;

  /** Runs the example until it ends. */
  async function start(changes: Readonly<Record<string, string>> = {}): Promise<Ended> {
    const env = { PATH: process.env['PATH'], ...environment, ...changes };
    const options = { env, timeout: 30_000 };
    return run(process.execPath, ['examples/build-pipeline/main.js'], options).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (error: unknown) => error as Ended,
    );
  }

  beforeAll(async () => {
    world = await startWorld();
    user = await world.createUser();
    environment = {
      GATEHOUSE: world.issuer,
      STATE_DIR: temporaryDirectory(),
      PERSON: user.username,
    };
  });

  const deployed = ({ username, sub }: RegisteredUser) =>
    expect.stringMatching(
      new RegExp(`^Deployment 1: commit [\\da-f]{8}, pushed by ${username} \\(sub ${sub}\\)\\.\n$`),
    );

  it('registers itself with the help of an admin, and deploys in the name of who pushed', async () => {
    const ADMIN_PASSWORD = world.application.adminPassword;
    const first = await start({ ADMIN_PASSWORD });
    expect(first).toMatchObject({ code: 0, stdout: deployed(user), stderr: '' });
    const other = await world.createUser();
    const second = await start({ PERSON: other.username });
    expect(second).toMatchObject({ code: 0, stdout: deployed(other), stderr: '' });
    const { items } = (await world.admin.get('/assertion-issuers')).json as { items: object[] };
    expect(items).toHaveLength(1);
  });

  it('deploys in nobody’s name who may not sign in', async () => {
    const gone = await world.createUser();
    await world.admin.patch(`/users/${gone.sub}`, { disabled: true });
    for (const PERSON of [gone.username, 'nobody']) {
      const ended = await start({ PERSON });
      expect(ended).toMatchObject({ code: 1, stdout: '' });
      expect(ended.stderr).toContain(`no token in the name of ${PERSON}`);
    }
  });
});
