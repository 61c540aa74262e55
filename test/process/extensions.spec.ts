import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { freePort } from '../support/free-port.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { startServer } from '../support/server-process.js';
import { World } from '../support/world.js';
import { startInVain } from './failed-start.js';

const EXTENSIONS = 'test/fixtures/extension/extension.js';
const STAMP = 'urn:example:stamp';

/** An operator's own grant, claim and sign-in method, beside the server as it is built. */
describe('EXTENSIONS', () => {
  let world: World;

  beforeAll(async () => {
    const ADMIN_PASSWORD = randomBytes(18).toString('base64url');
    const server = await startServer({ env: { EXTENSIONS, ADMIN_PASSWORD } });
    world = new World(server.issuer, { username: 'admin', password: ADMIN_PASSWORD });
  }, 60_000);

  it('a grant: registered, described, used', async () => {
    const client = await world.registerClient({ grant_types: [STAMP], scope: 'users:read' });
    const stamped = (stamp: string) => world.token(client, { grant_type: STAMP, stamp });
    expect(await stamped('a good stamp')).toMatchObject({ status: 200 });
    expect((await stamped('no stamp')).json.error).toBe('invalid_grant');
    const without = await world.token(client, { grant_type: STAMP });
    expect([without.status, without.json.error]).toEqual([400, 'invalid_request']);
    const { components } = (await world.get('/openapi.json')).json;
    expect(components.schemas.StampRequest.properties.stamp).toMatchObject({ type: 'string' });
  });

  it('a claim, in the ID token and at userinfo', async () => {
    const client = await world.registerClient();
    const tokens = await world.tokens({ client, user: await world.createUser() });
    expect(decodeJwt(tokens.id_token ?? '')['floor']).toBe(3);
    const headers = { authorization: `Bearer ${tokens.access_token}` };
    expect((await world.get('/userinfo', headers)).json.floor).toBe(3);
  });

  it('a sign-in method, on the page', async () => {
    const user = await world.createUser();
    const browser = world.browser();
    const page = await browser.open('/account');
    const wrong = await browser.click(page, 'badge-submit', { badge: 'nobody' });
    expect([wrong.status, wrong.text]).toEqual([
      400,
      expect.stringContaining('Nobody has this badge.'),
    ]);
    const right = await browser.follow(
      await browser.click(page, 'badge-submit', { badge: user.username }),
    );
    expect(right.text).toContain(user.sub);
  });

  it.each([
    ['is not there', undefined, 'is not there.'],
    ['is no extension', 'export default 1;', 'has no function as its default export.'],
    ['throws', 'export default () => { throw new Error("no badge reader"); };', 'no badge reader'],
    [
      'has two methods of one path',
      `export default (gatehouse) => {
        class Login { strategy = { authenticate() {} }; wrong = 'No.'; offers() { return true; } page() {} }
        gatehouse.SignInMethodProvider({ name: 'login', kind: 'knows', amr: ['pwd'], primary: true, phishingResistant: false })(Login);
        class M {}
        gatehouse.nest.Module({ providers: [Login] })(M);
        return { modules: [M] };
      };`,
      'the sign-in method login has the path of another',
    ],
  ])('one that %s stops the start, and says so', async (_what, text, reason) => {
    const file = join(temporaryDirectory(), 'extension.js');
    if (text !== undefined) writeFileSync(file, text);
    const environment = {
      EXTENSIONS: file,
      PORT: String(await freePort()),
      DATA_DIR: temporaryDirectory(),
    };
    const { code, stderr } = await startInVain(environment);
    expect([code, stderr]).toEqual([1, expect.stringContaining(reason)]);
  });
});

/** As an operator writes one: in a folder of their own, with Gatehouse as a package beside it. */
describe('the types of an extension', () => {
  const compile = (text: string): string => {
    const folder = temporaryDirectory();
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(process.cwd(), join(folder, 'node_modules', 'gatehouse'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'extension.ts'), text);
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--skipLibCheck'];
    const compiler = join(process.cwd(), 'node_modules/typescript/bin/tsc');
    const { stdout } = spawnSync(
      process.execPath,
      [compiler, ...options, '--target', 'es2025', '--experimentalDecorators', 'extension.ts'],
      { cwd: folder, encoding: 'utf8' },
    );
    return stdout;
  };

  const withFloor = (place: string) => `
    import type { Contribution, Extension, Occasion } from 'gatehouse/extension';
    const extension: Extension = (gatehouse) => {
      class Floor implements Contribution {
        contribute({ place }: Occasion) {
          return place === '${place}' ? { floor: 3 } : {};
        }
      }
      gatehouse.TokenContributor()(Floor);
      class OwnModule {}
      gatehouse.nest.Module({ providers: [Floor] })(OwnModule);
      return { modules: [OwnModule] };
    };
    export default extension;
  `;

  it('ship: a right one compiles, a wrong one does not', () => {
    expect(compile(withFloor('id_token'))).toBe('');
    expect(compile(withFloor('nowhere'))).toMatch(/^extension\.ts\(\d+,\d+\): error TS2367/);
  }, 60_000);
});
