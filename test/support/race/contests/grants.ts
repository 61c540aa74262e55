import { poll, decide, enterCode, registerDevice, startDevice } from '../../device.js';
import type { World } from '../../world.js';
import type { Contest } from '../race.js';
import { succeeds } from './outcomes.js';

/** Somebody who is signed in to a client that need not ask. */
async function subject(world: World) {
  const client = await world.registerClient({ first_party: true, scope: 'openid offline_access' });
  return {
    client,
    user: await world.createUser(),
    browser: world.browser(),
    scope: 'openid offline_access',
  };
}

export const authorizationCode: Contest = {
  title: 'B03 an authorization code',
  refusal: '400 invalid_grant',
  won: succeeds,
  async prepare({ world }) {
    const person = await subject(world);
    return async () => {
      const issued = await world.authorizationCode(person);
      return () => world.redeem(person.client, issued);
    };
  },
};

/** Of all who ask at once two get the same answer, so that a lost one does no harm (D03, S16). */
export const refreshToken: Contest = {
  title: 'D02 D03 S16 a refresh token',
  copies: 1,
  refusal: '400 invalid_grant',
  won: ({ status, json }) => (status === 200 ? (json.refresh_token as string) : undefined),
  async prepare({ world }) {
    const person = await subject(world);
    return async () => {
      const { refresh_token = '' } = await world.tokens(person);
      return () => world.refresh(person.client, refresh_token);
    };
  },
};

export const deviceCode: Contest = {
  title: 'K04 a device code',
  refusal: '400 invalid_grant',
  won: succeeds,
  async prepare({ world }) {
    const user = await world.createUser();
    const device = await registerDevice(world);
    const { browser } = await enterCode(world, user, '');
    return async () => {
      const codes = await startDevice(world, device);
      await decide(world, user, codes, 'allow', browser);
      return () => poll(world, device, codes);
    };
  },
};

/** Allowed and denied at once: whatever comes first counts, and everybody is told of that. */
export const userCode: Contest = {
  title: 'K04 a decision about a device',
  refusal: undefined,
  won: ({ text }) => /Device (?:not )?connected/.exec(text)?.[0],
  async prepare({ world }) {
    const user = await world.createUser();
    const device = await registerDevice(world);
    const { browser } = await enterCode(world, user, '');
    return async () => {
      const { user_code } = await startDevice(world, device);
      const { page } = await enterCode(world, user, user_code, browser);
      return (n) => browser.click(page, n % 2 === 0 ? 'device-approve' : 'cancel');
    };
  },
};
