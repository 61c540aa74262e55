import { expect } from '@jest/globals';
import type { RegisteredClient } from '../support/registered-client.js';
import type { LocalWorld } from '../support/world.js';
import {
  type AccessToken,
  type LifeCycle,
  type RefreshToken,
  isAccessTokenActive,
  isRefreshTokenActive,
} from './life-cycle.js';

/** Asks about every token that was ever issued, and expects what the model says. */
export async function inspectAll(model: LifeCycle, world: LocalWorld): Promise<void> {
  const { accessTokens, refreshTokens } = model;
  const asked = await Promise.all([
    ...accessTokens.map((token, n) => inspectAccessToken(world, token, `access token ${n}`)),
    ...refreshTokens.map((token, n) => inspectRefreshToken(world, token, `refresh token ${n}`)),
  ]);
  const answers = asked.flat();
  expect(answers.map(({ about, actual }) => `${about}: ${actual}`)).toEqual(
    answers.map(({ about, expected }) => `${about}: ${expected}`),
  );
}

interface Comparison {
  readonly about: string;
  readonly actual: string;
  readonly expected: string;
}

async function inspectAccessToken(
  world: LocalWorld,
  token: AccessToken,
  name: string,
): Promise<Comparison[]> {
  const { client, authorization, value } = token;
  const expected = isAccessTokenActive(token) ? 'active' : 'inactive';
  const actual = await ask(world, client.api.reader, value);
  const comparisons = [{ about: `${name}, to its API`, actual, expected }];
  // Nobody can ask as a disabled client.
  if (!client.disabled) {
    const toItself = await ask(world, client.registered, value);
    comparisons.push({ about: `${name}, to its client`, actual: toItself, expected });
  }
  if (authorization !== undefined) {
    const { status } = await world.userinfo(value);
    const reached = status === 200 ? 'active' : status === 401 ? 'inactive' : String(status);
    comparisons.push({ about: `${name}, at userinfo`, actual: reached, expected });
  }
  return comparisons;
}

async function inspectRefreshToken(
  world: LocalWorld,
  token: RefreshToken,
  name: string,
): Promise<Comparison[]> {
  const { client } = token.authorization;
  const toApi = await ask(world, client.api.reader, token.value);
  // Nobody but its client may know that it exists.
  const comparisons = [{ about: `${name}, to an API`, actual: toApi, expected: 'inactive' }];
  if (!client.disabled) {
    const expected = isRefreshTokenActive(token) ? 'active' : 'inactive';
    const actual = await ask(world, client.registered, token.value);
    comparisons.push({ about: `${name}, to its client`, actual, expected });
  }
  return comparisons;
}

async function ask(world: LocalWorld, by: RegisteredClient, token: string): Promise<string> {
  const { status, json } = await world.introspect(by, token);
  expect(status).toBe(200);
  if (json.active !== true) expect(json).toEqual({ active: false });
  return json.active === true ? 'active' : 'inactive';
}
