import { Transactions } from '#platform/database';
import { type Event, Events } from '#platform/events';
import { sha256 } from '#platform/crypto';
import { epochSeconds, OAuthError } from '#protocol';
import { FailureWindow, Limits } from '#platform/throttling';
import { type Grant, GrantController, type GrantContext, type UserPlan } from '#endpoints/token';
import {
  AuthorizationRepository,
  lastExpiry,
  type RefreshLifetime,
  type AssessedAuthorization,
} from '#tokens';
import { AuthorizationCodeRequest } from './authorization-code.request.js';
import { bindingProblem } from './code-verifier.js';

/** A client exchanges a code for tokens (RFC 6749 §4.1.3). */
@GrantController({
  grantType: 'authorization_code',
  request: AuthorizationCodeRequest,
  speaksFor: 'user',
  refreshToken: true,
  publicClients: true,
  specification: 'RFC 6749 §4.1',
  summary: 'An application exchanges its code for tokens',
})
export class AuthorizationCodeController implements Grant<AuthorizationCodeRequest, 'user'> {
  private readonly misses = new FailureWindow(60);

  constructor(
    private readonly repository: AuthorizationRepository,
    private readonly limits: Limits,
    private readonly transactions: Transactions,
    private readonly events: Events,
  ) {}

  async authorize(request: AuthorizationCodeRequest, context: GrantContext): Promise<UserPlan> {
    const stored = await this.repository.findByCode(sha256(request.code));
    if (stored === undefined) throw await this.unknownCode(context);
    await this.checkBinding(request, stored, context);
    await this.checkUnused(stored, context);
    const { granted, nonce } = stored.authorization;
    return {
      granted,
      found: stored,
      nonce: nonce ?? undefined,
      // Only whom the code is bound to may use it up (RFC 6749 §4.1.2).
      voucher: { use: (refresh) => this.consume(stored, refresh, context) },
    };
  }

  /**
   * Guesses at 256 bits lead nowhere; very many only cost us work and are told to stop (attack B07).
   * A real code is still honoured: otherwise whoever calls a client's redirect URI with made-up codes
   * could lock all of its people out.
   */
  private async unknownCode({ client, origin }: GrantContext): Promise<OAuthError> {
    const key = `${client.id}|${origin.ip}`;
    const refusal = refused('unknown code');
    const misses = this.misses.failures(key);
    if (await this.limits.reached('code_misses_per_minute', misses))
      return refusal.tooOften(60, 'code_misses_per_minute');
    this.misses.record(key);
    return refusal;
  }

  /** Whoever fails here learns nothing and uses nothing up (attacks B02, B04). */
  private async checkBinding(
    request: AuthorizationCodeRequest,
    { authorization }: AssessedAuthorization,
    context: GrantContext,
  ): Promise<void> {
    const problem = bindingProblem(request, authorization, context.client);
    if (problem === undefined) return;
    if (authorization.clientId === context.client.id) {
      await this.repository.recordCodeFailure(authorization.id);
    }
    this.events.note(eventOf('code.refused', authorization, context, problem.reason));
    const { check, reason } = problem;
    const got = {
      found: reason,
      ...(check === 'redirect-uri' ? { redirect_uri: request.redirect_uri } : {}),
    };
    const { userId } = authorization;
    throw OAuthError.invalidGrant(reason).refusedBy({ ...BINDINGS[check], check, got, userId });
  }

  /** A code that comes back with everything right was stolen or is: end its tokens (§4.1.2). */
  private async checkUnused(
    { authorization }: AssessedAuthorization,
    context: GrantContext,
  ): Promise<void> {
    if (authorization.codeConsumedAt !== null) await this.refuseReplay(authorization, context);
    if ((authorization.codeExpiresAt ?? 0) <= epochSeconds()) {
      throw refused('the code has expired', authorization.userId);
    }
  }

  private async consume(
    { authorization }: AssessedAuthorization,
    refresh: RefreshLifetime | undefined,
    context: GrantContext,
  ): Promise<void> {
    const lastUse = lastExpiry(context.client, epochSeconds(), refresh);
    if (!(await this.repository.consumeCode(authorization.id, refresh, lastUse))) {
      await this.refuseReplay(authorization, context);
    }
  }

  private async refuseReplay(
    authorization: AssessedAuthorization['authorization'],
    context: GrantContext,
  ): Promise<never> {
    const reason = 'the code was used before';
    await this.transactions.run(async (manager) => {
      await this.repository.revoke(manager, authorization.id, 'code_replayed');
      const event = eventOf('code.replayed', authorization, context, reason);
      await this.events.record(manager, event);
    });
    throw refused(reason, authorization.userId);
  }
}

const BINDINGS = {
  'authorization-code': { spec: 'RFC 6749 §4.1.3', expected: 'a code of this client' },
  'redirect-uri': {
    spec: 'RFC 6749 §4.1.3',
    expected: 'the redirect_uri of the authorization request, if that had one',
  },
  'code-verifier': {
    spec: 'RFC 7636 §4.6',
    expected: 'the code_verifier of the code_challenge in the authorization request',
  },
} as const;

function refused(reason: string, userId?: string): OAuthError {
  return OAuthError.invalidGrant(reason).refusedBy({
    ...{ check: 'authorization-code', spec: 'RFC 6749 §4.1.2', got: reason, userId },
    expected: 'a code that is not a minute old and was not used before',
  });
}

function eventOf(
  type: 'code.refused' | 'code.replayed',
  { id, userId }: AssessedAuthorization['authorization'],
  { client, origin }: GrantContext,
  reason: string,
): Event {
  return {
    type,
    actor: { kind: 'client', id: client.id },
    clientId: client.id,
    userId,
    object: { kind: 'authorization', id },
    origin,
    facts: { reason },
  };
}
