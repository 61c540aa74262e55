import { beforeAll, describe, expect, it } from '@jest/globals';
import { startOwnWorld, type OwnWorld } from '../support/application.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { enrolApp, totpOf } from '../support/second-factor.js';
import type { RegisteredUser } from '../support/world.js';
import { authorizationRequest } from './authorization-request.js';
import { succeed } from './endings.js';

interface Ending {
  readonly end: (world: OwnWorld, user: RegisteredUser) => Promise<unknown>;
  readonly undo?: (world: OwnWorld, user: RegisteredUser) => Promise<unknown>;
}

const patch = (change: object) => (world: OwnWorld, user: RegisteredUser) =>
  succeed(world.admin.patch(`/users/${user.sub}`, change));

/** What ends the sessions of a person ends what has yet to become one. */
const ENDINGS: Readonly<Record<string, Ending>> = {
  'the person is disabled': { end: patch({ disabled: true }), undo: patch({ disabled: false }) },
  'the password is changed': {
    end: patch({ password: 'another horse, another battery' }),
    undo: (world, user) => patch({ password: user.password })(world, user),
  },
  'an admin ends all sessions': {
    end: (world, { sub }) => succeed(world.admin.delete(`/users/${sub}/sessions`)),
  },
};

describe('S01 a sign-in that is under way', () => {
  let world: OwnWorld;
  let client: RegisteredClient;

  beforeAll(async () => {
    world = await startOwnWorld();
    client = await world.registerClient({ first_party: true });
  });

  /** The password is given, and the code is asked for. */
  async function underWay() {
    const { user, key } = await enrolApp(world);
    const browser = world.browser();
    const redirectUri = client.redirect_uris[0];
    const page = await browser.open('/authorize', authorizationRequest(client), redirectUri);
    const { username, password } = user;
    const asked = await browser.follow(
      await browser.click(page, 'login-submit', { username, password }),
    );
    expect(asked.text).toContain('<h1>One more step</h1>');
    const giveCode = async () =>
      browser.follow(
        await browser.click(asked, 'code-submit', { code: totpOf(key, 1) }),
        redirectUri,
      );
    return { user, giveCode };
  }

  it('S01 goes on when nothing has ended', async () => {
    const { giveCode } = await underWay();
    expect((await giveCode()).parameters['code']).toBeDefined();
  });

  it.each(Object.entries(ENDINGS))('S01 begins again when %s', async (_what, { end, undo }) => {
    const { user, giveCode } = await underWay();
    await end(world, user);
    await undo?.(world, user);
    const answer = await giveCode();
    expect(answer.parameters['code']).toBeUndefined();
    expect(answer.text).toContain('<h1>Sign in</h1>');
  });
});
