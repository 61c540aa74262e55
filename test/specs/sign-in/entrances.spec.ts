import { beforeAll, describe, expect, it } from '@jest/globals';
import { FixtureMethodsModule } from '../../fixtures/fixture-methods.module.js';
import { codeOf } from '../../fixtures/sign-in/code/code.method.js';
import type { Answer } from '../../support/answer.js';
import { startOwnWorld, type OwnWorld } from '../../support/application.js';
import type { Browser } from '../../support/browser.js';
import { clock } from '../../support/clock.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import type { RegisteredUser } from '../../support/world.js';
import { authorizationRequest } from '../../attacks/authorization-request.js';

const MFA = 'https://refeds.org/profile/mfa';
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

let world: OwnWorld;
const clients: Record<string, RegisteredClient> = {};
const people: Record<string, { user: RegisteredUser; secret: string | undefined }> = {};

/** What an application asks of everybody (OIDC Registration §2): each entrance finds it by the client. */
const DEMANDS: Readonly<Record<string, Record<string, unknown>>> = {
  anybody: {},
  'max_age=300': { default_max_age: 300 },
  'two factors wished': { default_acr_values: [MFA] },
};

/** Who comes: with what they have, and how long ago they signed in. */
const VISITS = {
  'a stranger': { who: 'plain', age: undefined },
  'signed in just now, with one factor': { who: 'plain', age: 0 },
  'signed in ten minutes ago, with one factor': { who: 'plain', age: 600 },
  'signed in just now, with both': { who: 'both', age: 0 },
  'signed in ten minutes ago, with both': { who: 'both', age: 600 },
} as const;

type Step = 'granted' | 'login' | 'second factor';
const EXPECTED: Readonly<Record<string, readonly Step[]>> = {
  anybody: ['login', 'granted', 'granted', 'granted', 'granted'],
  'max_age=300': ['login', 'granted', 'login', 'granted', 'login'],
  // A wish asks those for a second factor who have one, and keeps nobody out.
  'two factors wished': ['login', 'granted', 'granted', 'granted', 'granted'],
};

beforeAll(async () => {
  world = await startOwnWorld({}, { modules: [FixtureMethodsModule.code()] });
  for (const [name, metadata] of Object.entries(DEMANDS)) {
    clients[name] = await world.registerClient({
      grant_types: ['authorization_code', DEVICE_GRANT],
      scope: 'openid',
      // Nobody is asked for consent: what is left is how they sign in.
      first_party: true,
      ...metadata,
    });
  }
  for (const who of ['plain', 'both'])
    people[who] = { user: await world.createUser(), secret: undefined };
  const browser = await signIn(people['both']!);
  const page = await browser.open('/account/authenticators/new/pin');
  const secret = /id="pin-secret">(\w+)</.exec(page.text)?.[1] ?? '';
  await browser.click(page, 'pin-submit', { pin: codeOf(secret) });
  people['both'] = { user: people['both']!.user, secret };
});

async function signIn({ user, secret }: (typeof people)[string]): Promise<Browser> {
  const browser = world.browser();
  const page = await browser.open('/account');
  const { username, password } = user;
  const second = await browser.follow(
    await browser.click(page, 'login-submit', { username, password }),
  );
  if (secret !== undefined) {
    await browser.follow(await browser.click(second, 'pin-submit', { pin: codeOf(secret) }));
  }
  return browser;
}

async function visit({ who, age }: (typeof VISITS)[keyof typeof VISITS]): Promise<Browser> {
  if (age === undefined) return world.browser();
  const browser = await signIn(people[who]!);
  clock.advance(age);
  return browser;
}

function stepOn(page: Answer): Step | undefined {
  if (page.has('login-submit')) return 'login';
  return page.has('pin-submit') ? 'second factor' : undefined;
}

const ENTRANCES: Readonly<
  Record<string, (browser: Browser, client: RegisteredClient) => Promise<Step>>
> = {
  async '/authorize'(browser, client) {
    const request = authorizationRequest(client);
    const answer = await browser.open('/authorize', request, client.redirect_uris[0]);
    return stepOn(answer) ?? (answer.parameters['code'] === undefined ? 'login' : 'granted');
  },
  async '/authorize, prompt=none'(browser, client) {
    const answer = await browser.get(
      '/authorize',
      authorizationRequest(client, { prompt: 'none' }),
    );
    const { error, code } = answer.parameters;
    if (code !== undefined) return 'granted';
    return error === 'login_required' ? 'login' : 'second factor';
  },
  async '/device'(browser, client) {
    const { user_code } = (await world.post('/device_authorization', client, { scope: 'openid' }))
      .json;
    const page = await browser.open('/device', { user_code });
    const step = stepOn(page);
    if (step !== undefined) return step;
    const asked = await browser.follow(await browser.click(page, 'device-submit', { user_code }));
    const next = stepOn(asked);
    if (next !== undefined) return next;
    return (await browser.click(asked, 'device-approve')).text.includes('Device connected')
      ? 'granted'
      : 'second factor';
  },
};

/** One question, whoever asks it: the same table, through each door. */
describe('what is asked of whoever comes', () => {
  for (const [entrance, enter] of Object.entries(ENTRANCES)) {
    for (const [demand, steps] of Object.entries(EXPECTED)) {
      it.each(Object.keys(VISITS).map((name, place) => [name, steps[place]!] as const))(
        `${entrance}, ${demand}: %s is %s`,
        async (name, step) => {
          const browser = await visit(VISITS[name as keyof typeof VISITS]);
          expect(await enter(browser, clients[demand]!)).toBe(step);
        },
      );
    }
  }

  it.each([
    ['signed in just now', 0, undefined],
    ['signed in ten minutes ago', 600, 'login'],
  ] as const)('/account, for a change of factors: %s', async (_name, age, step) => {
    const browser = await visit({ who: 'plain', age } as never);
    expect(stepOn(await browser.open('/account'))).toBeUndefined();
    const page = await browser.open('/account/authenticators/new/pin');
    expect(page.has('login-submit') ? 'login' : undefined).toBe(step);
  });

  it('step-up and re-authentication pin the person: nobody else will do', async () => {
    const browser = await visit({ who: 'plain', age: 600 } as never);
    const page = await browser.open('/account/authenticators/new/pin');
    const stranger = await world.createUser();
    const { username, password } = stranger;
    const answer = await browser.follow(
      await browser.click(page, 'login-submit', { username, password }),
    );
    expect([answer.status, answer.has('pin-secret')]).toEqual([400, false]);
    expect(answer.text).toContain('This step is for the account that is signed in here.');
    expect(await browserIs(browser, people['plain']!.user, stranger)).toBe('one');
  });

  /** As whom the browser goes on. */
  async function browserIs(browser: Browser, one: RegisteredUser, other: RegisteredUser) {
    const { text } = await browser.open('/account');
    const [first, second] = [text.includes(one.sub), text.includes(other.sub)];
    return first && second ? 'both' : first ? 'one' : second ? 'other' : 'nobody';
  }
});
