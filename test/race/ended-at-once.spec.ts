import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, it } from '@jest/globals';
import { authorizationRequest } from '../attacks/authorization-request.js';
import type { Answer } from '../support/answer.js';
import { startApplication } from '../support/application.js';
import { tokensOf } from '../support/authorization.js';
import type { Browser } from '../support/browser.js';
import { DEVICE_CODE, enterCode, poll, startDevice } from '../support/device.js';
import { pkce } from '../support/pkce.js';
import { type Arena, describeEachArena, type StartNode } from '../support/race/arena.js';
import { A_WHILE } from '../support/race/interleave.js';
import { ROUNDS } from '../support/race/race.js';
import { StatementGate } from '../support/race/statement-gate.js';
import type { RegisteredClient } from '../support/registered-client.js';
import type { RegisteredUser } from '../support/world.js';

const gate = new StatementGate();

const start: StartNode = async (environment) => {
  const node = await startApplication(environment);
  gate.add(node);
  return node;
};

/** Seven kinds: more than 200 pairs. */
const PAIRS = Math.max(30, ROUNDS);
const SCOPE = 'openid offline_access';

interface Scene {
  readonly arena: Arena;
  readonly client: RegisteredClient;
  readonly user: RegisteredUser;
  /** In which they are signed in. */
  readonly browser: Browser;
}

/** What begins, the statement before which everything is ended, and whether it is good afterwards. */
interface Beginning {
  readonly ends: 'sessions' | 'authorizations';
  readonly before: RegExp;
  prepare(scene: Scene): Promise<() => Promise<Answer>>;
  lives(scene: Scene, answer: Answer): Promise<boolean>;
}

const silently = (client: RegisteredClient, scope: string) => {
  const { code_verifier, ...challenge } = pkce();
  const request = authorizationRequest(client, { scope, prompt: 'none', ...challenge });
  return { code_verifier, request };
};

/** A code that the browser is given silently; its verifier is kept beside it. */
const codeOf = (scope: string): Pick<Beginning, 'before' | 'prepare' | 'lives'> => {
  let verifier = '';
  return {
    before: /INSERT INTO .?authorizations/i,
    prepare: ({ client, browser }) => {
      const { code_verifier, request } = silently(client, scope);
      verifier = code_verifier;
      return Promise.resolve(() => browser.get('/authorize', request));
    },
    lives: async ({ arena, client, browser }, answer) => {
      const { code = '' } = answer.parameters;
      if (code === '') throw new Error(answer.summary());
      const [redirect_uri = ''] = client.redirect_uris;
      const issued = {
        ...{ code, redirect_uri, code_verifier: verifier, response: answer.parameters, browser },
      };
      return (await arena.world.redeem(client, issued)).status === 200;
    },
  };
};

/** By what tokens were answered. */
const tokensLive: Beginning['lives'] = async ({ arena: { world }, client }, answer) => {
  const { access_token, refresh_token = '' } = tokensOf(answer);
  const { active } = (await world.introspect(client, access_token)).json;
  return active === true || (await world.refresh(client, refresh_token)).status === 200;
};

const BEGINNINGS: Readonly<Record<string, Beginning>> = {
  'a session': {
    ends: 'sessions',
    before: /INSERT INTO .?sessions/i,
    prepare: async ({ arena, client, user, browser }) => {
      browser.cookies.clear();
      const page = await browser.open('/authorize', authorizationRequest(client));
      const { username, password } = user;
      return () => arena.at(0, () => browser.click(page, 'login-submit', { username, password }));
    },
    lives: async ({ client, browser }) => {
      const { parameters } = await browser.get('/authorize', silently(client, 'openid').request);
      return parameters['error'] !== 'login_required';
    },
  },
  'a code of a session': { ends: 'sessions', ...codeOf('openid') },
  'a code': { ends: 'authorizations', ...codeOf(SCOPE) },
  'the tokens of a code': {
    ends: 'authorizations',
    before: /UPDATE .?authorizations.? SET .?code_consumed_at/i,
    prepare: async ({ arena: { world }, ...signedIn }) => {
      const issued = await world.authorizationCode({ ...signedIn, scope: SCOPE });
      return () => world.redeem(signedIn.client, issued);
    },
    lives: tokensLive,
  },
  'a refresh': {
    ends: 'authorizations',
    before: /UPDATE .?authorizations.? SET/i,
    prepare: async ({ arena: { world }, ...signedIn }) => {
      const { refresh_token = '' } = await world.tokens({ ...signedIn, scope: SCOPE });
      return () => world.refresh(signedIn.client, refresh_token);
    },
    lives: tokensLive,
  },
  'what a device is allowed': {
    ends: 'authorizations',
    // After the session was read. The decision itself is a transaction, and on SQLite alone.
    before: /FROM .?device_authorizations/i,
    prepare: async ({ arena: { world }, client, user, browser }) => {
      codes = await startDevice(world, client, { scope: SCOPE });
      const { page } = await enterCode(world, user, codes.user_code, browser);
      return () => browser.click(page, 'device-approve');
    },
    lives: async ({ arena: { world }, client }) =>
      (await poll(world, client, codes)).status === 200,
  },
  'the tokens of a device': {
    ends: 'authorizations',
    before: /INSERT INTO .?authorizations/i,
    prepare: async ({ arena: { world }, client, user, browser }) => {
      const allowed = await startDevice(world, client, { scope: SCOPE });
      const { page } = await enterCode(world, user, allowed.user_code, browser);
      await browser.click(page, 'device-approve');
      return () => poll(world, client, allowed);
    },
    lives: tokensLive,
  },
};
let codes: Awaited<ReturnType<typeof startDevice>>;

describeEachArena('S08 what begins while all of it is ended', start, (open) => {
  let scene: Omit<Scene, 'browser'>;
  beforeAll(async () => {
    const arena = await open();
    const client = await arena.world.registerClient({
      ...{ first_party: true, scope: SCOPE, response_types: ['code'] },
      grant_types: ['authorization_code', 'refresh_token', DEVICE_CODE],
    });
    scene = { arena, client, user: await arena.world.createUser() };
  });

  it.each(Object.entries(BEGINNINGS))(
    'P02 S08 %s is ended with the others',
    async (_what, { ends, before, prepare, lives }) => {
      const { arena, user } = scene;
      const { world } = arena;
      for (let pair = 0; pair < PAIRS; pair++) {
        const one = { ...scene, browser: world.browser() };
        await world.tokens(one);
        const begin = await prepare(one);
        const held = gate.holdBefore(before);
        const begun = arena.at(0, begin);
        const release = await Promise.race([held, begun.then((answer) => answer.summary())]);
        if (typeof release === 'string') throw new Error(`It never came to that: ${release}`);
        const ended = arena.at(1, () => world.admin.delete(`/users/${user.sub}/${ends}`));
        await Promise.race([ended, sleep(A_WHILE)]);
        release();
        expect([pair, (await ended).status]).toEqual([pair, 204]);
        expect([pair, await lives(one, await begun)]).toEqual([pair, false]);
      }
    },
    120_000,
  );
});
