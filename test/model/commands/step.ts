import { expect } from '@jest/globals';
import type fc from 'fast-check';
import type { Answer } from '../../support/answer.js';
import { clock } from '../../support/clock.js';
import type { LocalWorld } from '../../support/world.js';
import { inspectAll } from '../inspection.js';
import {
  type Authorization,
  type Client,
  isSignedIn,
  type LifeCycle,
  SESSION,
  type Visitor,
} from '../life-cycle.js';

/** What happened, and how often, in all runs. */
export const outcomes = new Map<string, number>();

/** Something that happens; afterwards every token has to be what the model says. */
export abstract class Step implements fc.AsyncCommand<LifeCycle, LocalWorld> {
  constructor(
    /** Which client, person or token: the place in a list, counted from its latest member. */
    protected readonly which: number,
    private readonly note = '',
  ) {}

  abstract check(model: Readonly<LifeCycle>): boolean;

  /** Does it to both. @returns what became of it, in words */
  protected abstract act(model: LifeCycle, world: LocalWorld): Promise<string>;

  async run(model: LifeCycle, world: LocalWorld): Promise<void> {
    const outcome = `${this.constructor.name}: ${await this.act(model, world)}`;
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    await inspectAll(model, world);
  }

  toString(): string {
    return `${this.constructor.name}(${[this.which, this.note].filter((part) => part !== '').join(', ')})`;
  }

  protected pick<T>(list: readonly T[]): T {
    const item = list[list.length - 1 - (this.which % list.length)];
    if (item === undefined) throw new Error('there is nothing to choose from');
    return item;
  }
}

/**
 * The client got nothing. One that is disabled cannot even say who it is, and after some tries is told
 * to wait.
 */
export function expectRefusal({ status, json }: Answer, { disabled }: Client): void {
  expect(json.error).toBe(disabled ? 'invalid_client' : 'invalid_grant');
  expect(disabled ? [401, 429] : [400]).toContain(status);
}

/** The browser was used: by somebody who is signed in, or who signs in for that. */
export function signInTo(visitor: Visitor): void {
  const now = clock.now();
  if (!isSignedIn(visitor) || visitor.session === undefined) {
    const { user } = visitor;
    visitor.session = {
      ...{ user, credentials: user.credentials, signedOut: false },
      ...{ lastSeen: now, expiresAt: now + SESSION.absolute },
    };
  } else if (now - visitor.session.lastSeen >= 60) {
    visitor.session.lastSeen = now;
  }
}

/** The tokens of an answer become known. */
export function addTokens(
  model: LifeCycle,
  client: Client,
  authorization: Authorization | undefined,
  answer: { readonly access_token: string; readonly refresh_token?: string },
): void {
  const expiresAt = clock.now() + client.accessTokenLifetime;
  const value = answer.access_token;
  model.accessTokens.push({ value, client, authorization, expiresAt, revoked: false });
  if (authorization === undefined || answer.refresh_token === undefined) return;
  const refresh = { value: answer.refresh_token, authorization };
  if (model.refreshTokens.some(({ value: known }) => known === refresh.value)) return;
  model.refreshTokens.push({ ...refresh, generation: authorization.generation });
}
