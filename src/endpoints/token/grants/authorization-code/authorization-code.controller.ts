import { Events } from '#platform/events';
import { sha256 } from '#platform/crypto';
import { epochSeconds, OAuthError } from '#protocol';
import { FailureWindow, Limits } from '#platform/throttling';
import { type Grant, GrantController, type GrantContext } from '#endpoints/token';
import {
  type Authorization,
  authorizedBy,
  AuthorizationRepository,
  firstRefreshLifetime,
  lastExpiry,
  type AssessedAuthorization,
  Targets,
  TokenIssuer,
  standing,
} from '#tokens';
import { AuthorizationCodeRequest } from './authorization-code.request.js';
import { bindingProblem } from './code-verifier.js';

/** A client exchanges a code for tokens (RFC 6749 §4.1.3). */
@GrantController({
  grantType: 'authorization_code',
  request: AuthorizationCodeRequest,
  publicClients: true,
  specification: 'RFC 6749 §4.1',
  summary: 'An application exchanges its code for tokens',
})
export class AuthorizationCodeController implements Grant<AuthorizationCodeRequest> {
  private readonly misses = new FailureWindow(60);

  constructor(
    private readonly repository: AuthorizationRepository,
    private readonly targets: Targets,
    private readonly issuer: TokenIssuer,
    private readonly limits: Limits,
    private readonly events: Events,
  ) {}

  async authorize(
    request: AuthorizationCodeRequest,
    context: GrantContext,
  ): Promise<Authorization> {
    const { client, parameters } = context;
    const stored = await this.repository.findByCode(sha256(request.code));
    if (stored === undefined) throw await this.unknownCode(context);
    await this.checkBinding(request, stored, context);
    await this.checkUnused(stored, context);
    const ended = standing(stored.authorization, stored.foundations, client, epochSeconds());
    if (ended !== undefined) throw OAuthError.invalidGrant(ended);
    const target = await this.targets.narrow(
      stored.authorization.granted,
      parameters.getAll('resource'),
    );
    await this.issuer.prepare(client, target.scope);
    // Consume last: only whom the code is bound to may use it up (RFC 6749 §4.1.2).
    const refreshed = await this.consume(stored, context);
    return {
      client,
      ...target,
      ...describe(stored),
      ...(refreshed ? { refreshGeneration: 1 } : {}),
    };
  }

  /**
   * Guesses at 256 bits lead nowhere; very many only cost us work and are told to stop (attack B07).
   * A real code is still honoured: otherwise whoever calls a client's redirect URI with made-up codes
   * could lock all of its people out.
   */
  private async unknownCode({ client, origin }: GrantContext): Promise<OAuthError> {
    const key = `${client.id}|${origin.ip}`;
    const now = epochSeconds();
    const refusal = OAuthError.invalidGrant('unknown code');
    const misses = this.misses.failures(key, now);
    if (await this.limits.reached('code_misses_per_minute', misses)) return refusal.tooOften(60);
    this.misses.record(key, now);
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
    this.record('code.refused', authorization.userId, context, problem);
    throw OAuthError.invalidGrant(problem);
  }

  /** A code that comes back with everything right was stolen or is: end its tokens (§4.1.2). */
  private async checkUnused(
    { authorization }: AssessedAuthorization,
    context: GrantContext,
  ): Promise<void> {
    if (authorization.codeConsumedAt !== null) await this.refuseReplay(authorization, context);
    if ((authorization.codeExpiresAt ?? 0) <= epochSeconds()) {
      throw OAuthError.invalidGrant('the code has expired');
    }
  }

  private async consume(stored: AssessedAuthorization, context: GrantContext): Promise<boolean> {
    const now = epochSeconds();
    const refresh = context.client.grantTypes.has('refresh_token')
      ? firstRefreshLifetime(context.client, stored, now)
      : undefined;
    const lastUse = lastExpiry(now, refresh);
    const { authorization } = stored;
    if (!(await this.repository.consumeCode(authorization.id, refresh, lastUse))) {
      await this.refuseReplay(authorization, context);
    }
    return refresh !== undefined;
  }

  private async refuseReplay(
    { id, userId }: AssessedAuthorization['authorization'],
    context: GrantContext,
  ): Promise<never> {
    await this.repository.revoke(id, 'code_replayed');
    this.record('code.replayed', userId, context, 'the code was used before');
    throw OAuthError.invalidGrant('the code was used before');
  }

  private record(
    type: 'code.refused' | 'code.replayed',
    userId: string,
    { client, origin }: Pick<GrantContext, 'client' | 'origin'>,
    reason: string,
  ): void {
    this.events.note({
      type,
      actor: { kind: 'client', id: client.id },
      clientId: client.id,
      userId,
      origin,
      facts: { reason },
    });
  }
}

function describe({ authorization }: AssessedAuthorization) {
  const { id: authorizationId, nonce } = authorization;
  const user = authorizedBy(authorization);
  return { authorizationId, user: nonce === null ? user : { ...user, nonce } };
}
