import { Transactions } from '#platform/database';
import { Events } from '#platform/events';
import { sha256 } from '#platform/crypto';
import { coversScope, epochSeconds, type Granted, OAuthError, parseScope } from '#protocol';
import { type Grant, GrantController, type GrantContext } from '#endpoints/token';
import {
  type Authorization,
  authorizedBy,
  AuthorizationRepository,
  RefreshTokenFormat,
  RefreshTokens,
  type Rotated,
  type AssessedAuthorization,
  type Target,
  Targets,
  TokenIssuer,
  standing,
} from '#tokens';
import { RefreshTokenRequest } from './refresh-token.request.js';

/** A client exchanges a refresh token for new tokens, once (RFC 6749 §6, RFC 9700 §4.14). */
@GrantController({
  grantType: 'refresh_token',
  request: RefreshTokenRequest,
  publicClients: true,
  specification: 'RFC 6749 §6',
  summary: 'An application renews its tokens',
})
export class RefreshTokenController implements Grant<RefreshTokenRequest> {
  constructor(
    private readonly format: RefreshTokenFormat,
    private readonly repository: AuthorizationRepository,
    private readonly refreshTokens: RefreshTokens,
    private readonly targets: Targets,
    private readonly issuer: TokenIssuer,
    private readonly transactions: Transactions,
    private readonly events: Events,
  ) {}

  async authorize(request: RefreshTokenRequest, context: GrantContext): Promise<Authorization> {
    const { client, parameters } = context;
    const identity = this.format.read(request.refresh_token);
    if (identity === undefined) throw OAuthError.invalidGrant('not a refresh token of ours');
    const stored = await this.repository.find(identity.authorizationId);
    if (stored === undefined) throw OAuthError.invalidGrant('the authorization is gone');
    const { authorization } = stored;
    // Another client's token: refused, and the owner keeps it (attack D04).
    if (authorization.clientId !== client.id) {
      throw OAuthError.invalidGrant('the token belongs to another client');
    }
    const ended = standing(authorization, stored.foundations, client, epochSeconds());
    if (ended !== undefined) throw OAuthError.invalidGrant(ended);
    const target = await this.target(request, authorization, parameters.getAll('resource'));
    await this.issuer.prepare(client, target.scope);
    // Rotate last: a request that asks for too much must not use the token up.
    const rotated = await this.rotate(stored, identity.generation, target, context);
    const { generation: refreshGeneration, rotatedAt: renewedAt } = rotated;
    return { client, ...target, ...describe(stored), refreshGeneration, renewedAt };
  }

  private async target(
    request: RefreshTokenRequest,
    authorization: AssessedAuthorization['authorization'],
    requested: readonly string[],
  ): Promise<Target> {
    const granted = narrowed(request.scope, authorization.granted);
    // A narrower scope means fewer resources: where the token may do nothing, it is for nobody there
    // either (RFC 9700 §2.3).
    const all = request.scope === undefined || requested.length > 0;
    return this.targets.narrow(all ? granted : granted.useful, requested);
  }

  private async rotate(
    stored: AssessedAuthorization,
    presented: number,
    target: Target,
    { client, origin }: GrantContext,
  ): Promise<Rotated> {
    const request = { now: epochSeconds(), ip: origin.ip, digest: digestOf(target) };
    const rotation = await this.refreshTokens.rotate(stored, presented, client, request);
    if (rotation.kind === 'rotated') return rotation;
    if (rotation.kind === 'expired') throw OAuthError.invalidGrant('the refresh token has expired');
    const { id, userId } = stored.authorization;
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
      throw OAuthError.invalidGrant('the refresh token was exchanged and asked for again before');
    }
    await this.transactions.run(async (manager) => {
      await this.repository.revoke(manager, id, 'refresh_token_reused');
      await this.events.record(manager, { type: 'refresh_token.reused', ...about });
    });
    throw OAuthError.invalidGrant('the refresh token was used before');
  }
}

/** What is asked for, so that only the same is given again. */
function digestOf({ scope, resources, userInfo }: Target): string {
  return sha256(JSON.stringify([scope, resources.map(({ id }) => id), userInfo]));
}

/** @throws OAuthError `invalid_scope` when more is asked for than was granted (RFC 6749 §6) */
function narrowed(requested: string | undefined, granted: Granted): Granted {
  if (requested === undefined) return granted;
  const scope = parseScope(requested);
  if (scope === undefined || !coversScope(granted.scope, scope)) {
    throw OAuthError.invalidScope('The scope is malformed or exceeds what was granted.');
  }
  return granted.only(scope);
}

/** The nonce belongs to the first ID token only (OIDC Core §12.2). */
function describe({ authorization }: AssessedAuthorization) {
  return { authorizationId: authorization.id, user: authorizedBy(authorization) };
}
