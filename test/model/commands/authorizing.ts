import { expect } from '@jest/globals';
import { tokensOf } from '../../support/authorization.js';
import { clock } from '../../support/clock.js';
import type { LocalWorld } from '../../support/world.js';
import {
  type Authorization,
  type Code,
  CODE_LIFETIME,
  isSignedIn,
  type LifeCycle,
  REFRESH,
  stands,
} from '../life-cycle.js';
import { addTokens, expectRefusal, signInTo, Step } from './step.js';

/** Somebody is sent to the authorization endpoint by a client, and allows what it asks for. */
export class Authorize extends Step {
  constructor(
    which: number,
    private readonly by: number,
    private readonly offline: boolean,
  ) {
    super(which, `client ${by}, ${offline ? 'offline' : 'online'}`);
  }

  check(): boolean {
    return true;
  }

  protected async act(model: LifeCycle, world: LocalWorld): Promise<string> {
    const client = model.clients[this.by % model.clients.length]!;
    const visitor = this.pick(model.visitors);
    const { user, browser } = visitor;
    const signedIn = isSignedIn(visitor);
    const ended = await world.authorize({
      ...{ client: client.registered, browser },
      user: { username: user.registered.username, password: user.password },
      scope: `openid ${client.api.scope}${this.offline ? ' offline_access' : ''}`,
      // Nobody could sign in: asking for the password would count as guessing it.
      ...(user.disabled ? { parameters: { prompt: 'none' } } : {}),
    });
    const { code, error } = ended.end.parameters;
    if (client.disabled) {
      expect([ended.end.status, code]).toEqual([400, undefined]);
      return 'the client is disabled';
    }
    if (user.disabled) {
      expect([error, code]).toEqual(['login_required', undefined]);
      return 'the user is disabled';
    }
    if (code === undefined) throw new Error(`No code: ${ended.end.summary()}`);
    signInTo(visitor);
    if (client.needsConsent) user.consent ??= { client };
    const issued = { ...ended, code, response: ended.end.parameters };
    model.codes.push({
      ...{ issued, used: false, expiresAt: clock.now() + CODE_LIFETIME },
      authorization: {
        ...{ client, user, session: visitor.session!, consent: user.consent },
        ...{ credentials: user.credentials, offline: this.offline, revoked: false },
        ...{ generation: 0, rotatedAt: 0, retried: false, refreshExpiresAt: 0, refreshEndsAt: 0 },
      },
    });
    return signedIn ? 'without a password' : 'with a password';
  }
}

/** A client redeems a code, new or old. */
export class Redeem extends Step {
  check({ codes }: LifeCycle): boolean {
    return codes.length > 0;
  }

  protected async act(model: LifeCycle, world: LocalWorld): Promise<string> {
    const code = this.pick(model.codes);
    const { authorization } = code;
    const { client } = authorization;
    const answer = await world.redeem(client.registered, code.issued);
    const refusal = whyRefused(code);
    if (refusal !== undefined) {
      expectRefusal(answer, client);
      // Somebody has a copy: nobody can tell whose tokens those were (RFC 6749 §4.1.2).
      if (refusal === 'used before') authorization.revoked = true;
      return refusal;
    }
    code.used = true;
    startRefreshing(authorization);
    addTokens(model, client, authorization, tokensOf(answer));
    return 'tokens';
  }
}

function whyRefused({ authorization, expiresAt, used }: Code): string | undefined {
  if (authorization.client.disabled) return 'the client is disabled';
  if (used) return 'used before';
  if (expiresAt <= clock.now()) return 'expired';
  return stands(authorization) ? undefined : 'what it rests on has ended';
}

function startRefreshing(authorization: Authorization): void {
  const now = clock.now();
  const { offline, session } = authorization;
  const absolute = now + REFRESH.absolute;
  authorization.refreshEndsAt = offline ? absolute : Math.min(absolute, session.expiresAt);
  authorization.refreshExpiresAt = Math.min(now + REFRESH.idle, authorization.refreshEndsAt);
  authorization.generation = 1;
  authorization.rotatedAt = now;
}

/** Both at once, which is what nearly always happens. */
export class SignIn extends Step {
  private readonly authorize: Authorize;
  private readonly redeem = new Redeem(0);

  constructor(which: number, by: number, offline: boolean) {
    super(which, `client ${by}, ${offline ? 'offline' : 'online'}`);
    this.authorize = new Authorize(which, by, offline);
  }

  check(model: LifeCycle): boolean {
    return (
      model.clients.every(({ disabled }) => !disabled) && !this.pick(model.visitors).user.disabled
    );
  }

  protected async act(model: LifeCycle, world: LocalWorld): Promise<string> {
    await this.authorize.run(model, world);
    await this.redeem.run(model, world);
    return 'done';
  }
}

/** A client asks for a token of its own. */
export class ClientCredentials extends Step {
  check(): boolean {
    return true;
  }

  protected async act(model: LifeCycle, world: LocalWorld): Promise<string> {
    const client = this.pick(model.clients);
    const answer = await world.token(client.registered, {
      ...{ grant_type: 'client_credentials', scope: client.api.scope },
    });
    if (client.disabled) {
      expectRefusal(answer, client);
      return 'the client is disabled';
    }
    addTokens(model, client, undefined, tokensOf(answer));
    return 'a token';
  }
}
