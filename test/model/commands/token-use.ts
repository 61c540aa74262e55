import { expect } from '@jest/globals';
import type { Answer } from '../../support/answer.js';
import { tokensOf } from '../../support/authorization.js';
import { clock } from '../../support/clock.js';
import type { LocalWorld } from '../../support/world.js';
import {
  type Client,
  type LifeCycle,
  REFRESH,
  type RefreshToken,
  RETRY_WINDOW,
  stands,
} from '../life-cycle.js';
import { addTokens, expectRefusal, Step } from './step.js';

/** A client uses a refresh token, the newest or an old one. */
export class Refresh extends Step {
  check({ refreshTokens }: LifeCycle): boolean {
    return refreshTokens.length > 0;
  }

  protected async act(model: LifeCycle, world: LocalWorld): Promise<string> {
    const token = this.pick(model.refreshTokens);
    const { authorization } = token;
    const { client } = authorization;
    const answer = await world.refresh(client.registered, token.value);
    const outcome = outcomeOf(token);
    if (outcome !== 'rotated' && outcome !== 'retried') {
      expectRefusal(answer, client);
      if (outcome === 'reused') authorization.revoked = true;
      return outcome;
    }
    const now = clock.now();
    const known = model.refreshTokens.map(({ value }) => value);
    expect(known.includes(tokensOf(answer).refresh_token ?? '')).toBe(outcome === 'retried');
    if (outcome === 'retried') {
      authorization.retried = true;
      // Nothing new: the model knows the access token already.
      return outcome;
    }
    authorization.generation += 1;
    authorization.retried = false;
    authorization.rotatedAt = now;
    authorization.refreshExpiresAt = Math.min(now + REFRESH.idle, authorization.refreshEndsAt);
    addTokens(model, client, authorization, tokensOf(answer));
    return outcome;
  }
}

function outcomeOf({ authorization, generation }: RefreshToken): string {
  const now = clock.now();
  if (authorization.client.disabled) return 'the client is disabled';
  if (!stands(authorization)) return 'what it rests on has ended';
  if (authorization.refreshExpiresAt <= now) return 'expired';
  if (generation === authorization.generation) return 'rotated';
  const lost = generation === authorization.generation - 1;
  if (!lost || now - authorization.rotatedAt > RETRY_WINDOW) return 'reused';
  return authorization.retried ? 'repeated' : 'retried';
}

/** A client gives an access token back: that one, and no other. */
export class RevokeAccessToken extends Step {
  check({ accessTokens }: LifeCycle): boolean {
    return accessTokens.length > 0;
  }

  protected async act(model: LifeCycle, world: LocalWorld): Promise<string> {
    const token = this.pick(model.accessTokens);
    const answer = await world.revoke(token.client.registered, token.value);
    if (isRefused(answer, token.client)) return 'the client is disabled';
    token.revoked = true;
    return 'revoked';
  }
}

/** A client gives a refresh token back, and with it everything that came of it. */
export class RevokeRefreshToken extends Step {
  check({ refreshTokens }: LifeCycle): boolean {
    return refreshTokens.length > 0;
  }

  protected async act(model: LifeCycle, world: LocalWorld): Promise<string> {
    const { authorization, value } = this.pick(model.refreshTokens);
    const answer = await world.revoke(authorization.client.registered, value);
    if (isRefused(answer, authorization.client)) return 'the client is disabled';
    authorization.revoked = true;
    return 'revoked';
  }
}

function isRefused(answer: Answer, client: Client): boolean {
  if (client.disabled) expectRefusal(answer, client);
  else expect(answer.status).toBe(200);
  return client.disabled;
}

/** Another client tries all that can be done with a code or a token. It changes nothing. */
export class Steal extends Step {
  check({ codes }: LifeCycle): boolean {
    return codes.length > 0;
  }

  protected async act(model: LifeCycle, world: LocalWorld): Promise<string> {
    const { issued, authorization } = this.pick(model.codes);
    const thief = model.clients.find((client) => client !== authorization.client)!;
    const isOf = (token: { authorization: unknown }) => token.authorization === authorization;
    const [refreshToken, accessToken] = [model.refreshTokens, model.accessTokens].map(
      (tokens) => tokens.find(isOf)?.value ?? 'none',
    );
    const answers = [
      await world.redeem(thief.registered, issued),
      await world.refresh(thief.registered, refreshToken ?? ''),
      await world.revoke(thief.registered, refreshToken ?? ''),
      await world.revoke(thief.registered, accessToken ?? ''),
    ];
    for (const { status, text } of answers) {
      expect([200, 400, 401, 429]).toContain(status);
      expect(text).not.toContain('access_token');
    }
    return thief.disabled ? 'in vain, disabled' : 'in vain';
  }
}
