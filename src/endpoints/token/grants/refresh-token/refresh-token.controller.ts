import { Transactions } from '#platform/database';
import { Events } from '#platform/events';
import { sha256 } from '#platform/crypto';
import { coversScope, epochSeconds, type Granted, OAuthError } from '#protocol';
import {
  type Grant,
  GrantController,
  type GrantContext,
  type RenewedToken,
  type UserPlan,
} from '#endpoints/token';
import {
  AuthorizationRepository,
  RefreshTokenFormat,
  RefreshTokens,
  type AssessedAuthorization,
  type Target,
  Targets,
} from '#tokens';
import { RefreshTokenRequest } from './refresh-token.request.js';

/** A client exchanges a refresh token for new tokens, once (RFC 6749 §6, RFC 9700 §4.14). */
@GrantController({
  grantType: 'refresh_token',
  request: RefreshTokenRequest,
  speaksFor: 'user',
  refreshToken: false,
  publicClients: true,
  specification: 'RFC 6749 §6',
  summary: 'An application renews its tokens',
})
export class RefreshTokenController implements Grant<RefreshTokenRequest, 'user'> {
  constructor(
    private readonly format: RefreshTokenFormat,
    private readonly repository: AuthorizationRepository,
    private readonly refreshTokens: RefreshTokens,
    private readonly targets: Targets,
    private readonly transactions: Transactions,
    private readonly events: Events,
  ) {}

  async authorize(request: RefreshTokenRequest, context: GrantContext): Promise<UserPlan> {
    const { client, parameters } = context;
    const identity = this.format.read(request.refresh_token);
    if (identity === undefined) throw refused('not a refresh token of ours');
    const stored = await this.repository.find(identity.authorizationId);
    if (stored === undefined) throw refused('the authorization is gone');
    const { authorization } = stored;
    // Another client's token: refused, and the owner keeps it (attack D04).
    if (authorization.clientId !== client.id) {
      throw refused('the token belongs to another client');
    }
    const granted = await this.granted(request, authorization, parameters.has('resource'));
    // The nonce belongs to the first ID token only (OIDC Core §12.2).
    return {
      granted,
      found: stored,
      voucher: { renew: (target) => this.rotate(stored, identity.generation, target, context) },
    };
  }

  private async granted(
    request: RefreshTokenRequest,
    authorization: AssessedAuthorization['authorization'],
    namesResource: boolean,
  ): Promise<Granted> {
    const known = request.scope === undefined ? undefined : await this.targets.known(request.scope);
    const granted = narrowed(known, authorization.granted);
    // A narrower scope means fewer resources: where the token may do nothing, it is for nobody there
    // either (RFC 9700 §2.3).
    return request.scope === undefined || namesResource ? granted : granted.useful;
  }

  private async rotate(
    stored: AssessedAuthorization,
    presented: number,
    target: Target,
    { client, origin }: GrantContext,
  ): Promise<RenewedToken> {
    const request = { now: epochSeconds(), ip: origin.ip, digest: digestOf(target) };
    const rotation = await this.refreshTokens.rotate(stored, presented, client, request);
    if (rotation.kind === 'rotated') return rotation;
    const { id, userId } = stored.authorization;
    if (rotation.kind === 'expired') throw refused('the refresh token has expired', userId);
    const about = {
      actor: { kind: 'client', id: client.id },
      ...{ clientId: client.id, userId, object: { kind: 'authorization', id }, origin },
    } as const;
    if (rotation.kind === 'retried') {
      const facts = { first_ip: rotation.firstFrom };
      this.events.note({ type: 'refresh_token.retried', ...about, facts });
      return rotation;
    }
    if (rotation.kind === 'repeated') {
      this.events.note({ type: 'refresh_token.retry_refused', ...about });
      throw refused('the refresh token was exchanged and asked for again before', userId);
    }
    await this.transactions.run(async (manager) => {
      await this.repository.revoke(manager, id, 'refresh_token_reused');
      await this.events.record(manager, { type: 'refresh_token.reused', ...about });
    });
    throw refused('the refresh token was used before', userId);
  }
}

function refused(reason: string, userId?: string): OAuthError {
  return OAuthError.invalidGrant(reason).refusedBy({
    ...{ check: 'refresh-token', spec: 'RFC 6749 §6', got: reason, userId },
    expected: 'the last refresh token that this client got, in time',
  });
}

/** What is asked for, so that only the same is given again. */
function digestOf({ scope, resources, userInfo }: Target): string {
  return sha256(JSON.stringify([scope, resources.map(({ id }) => id), userInfo]));
}

/** @throws OAuthError `invalid_scope` when more is asked for than was granted (RFC 6749 §6) */
function narrowed(requested: readonly string[] | undefined, granted: Granted): Granted {
  if (requested === undefined) return granted;
  if (!coversScope(granted.scope, requested)) {
    throw OAuthError.invalidScope('The scope exceeds what was granted.').refusedBy({
      ...{ check: 'refresh-token', spec: 'RFC 6749 §6' },
      expected: `scopes that were granted: ${granted.scope.join(' ')}`,
      got: { scope: requested },
    });
  }
  return granted.only(requested);
}
