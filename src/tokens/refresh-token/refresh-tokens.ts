import { Injectable } from '@nestjs/common';
import type { Client } from '#registry/clients';
import { Settings } from '#platform/settings';
import {
  AuthorizationRepository,
  type AssessedAuthorization,
  type RefreshLifetime,
} from '../authorization/authorization.repository.js';
import type { StoredAuthorization } from '../authorization/stored-authorization.js';
import { firstRefreshLifetime, nextRefreshExpiry } from './refresh-lifetime.js';
import { RefreshTokenRepository, type RotationRequest } from './refresh-token.repository.js';
import { REFRESH_TOKENS } from './refresh-tokens.section.js';

/** What became of a refresh token that was presented. */
export type Rotation =
  | Rotated
  /** It was exchanged a moment ago, and this is not the one retry of that request. */
  | { readonly kind: 'repeated' }
  | { readonly kind: 'reused' }
  | { readonly kind: 'expired' };

/** `retried`: the answer is that to the request from `firstFrom`. */
export type Rotated = (
  { readonly kind: 'rotated' } | { readonly kind: 'retried'; readonly firstFrom: string | null }
) & {
  readonly generation: number;
  readonly rotatedAt: number;
};

type Rotatable = StoredAuthorization<
  'id' | 'refreshGeneration' | 'refreshRotatedAt' | 'refreshRotatedFrom'
>;

/** Rotation with reuse detection (RFC 9700 §4.14.2). */
@Injectable()
export class RefreshTokens {
  constructor(
    private readonly authorizations: AuthorizationRepository,
    private readonly repository: RefreshTokenRepository,
    private readonly settings: Settings,
  ) {}

  /** How long the first will be good; undefined where the client gets none. */
  async firstLifetime(
    client: Client,
    assessed: AssessedAuthorization,
    now: number,
  ): Promise<RefreshLifetime | undefined> {
    if (!client.grantTypes.has('refresh_token')) return undefined;
    return firstRefreshLifetime(client, assessed, await this.settings.of(REFRESH_TOKENS), now);
  }

  /**
   * Exchanges refresh token `presented` of an authorization for the next.
   *
   * `retried`: it was exchanged a moment ago and its successor is unused, so the answer must have
   * been lost; the same is given again, once. `reused`: somebody has an old copy; the authorization has
   * to be ended, because nobody can tell the thief from the owner.
   */
  async rotate(
    { authorization }: AssessedAuthorization,
    presented: number,
    client: Client,
    request: RotationRequest,
  ): Promise<Rotation> {
    const { now } = request;
    const { id, refreshExpiresAt, refreshAbsoluteExpiresAt } = authorization;
    if ((refreshExpiresAt ?? 0) <= now) return { kind: 'expired' };
    if (presented !== authorization.refreshGeneration) {
      return this.retry(authorization, presented, request);
    }
    const bounds = await this.settings.of(REFRESH_TOKENS);
    const expiresAt = nextRefreshExpiry(client, refreshAbsoluteExpiresAt ?? 0, bounds, now);
    if (await this.repository.rotate(id, presented, request, expiresAt)) {
      return { kind: 'rotated', generation: presented + 1, rotatedAt: now };
    }
    // The same token was presented twice at once (attack D02).
    const current = (await this.authorizations.find(id))?.authorization;
    if (current?.revokedAt !== null) return { kind: 'expired' };
    return this.retry(current, presented, request);
  }

  private async retry(
    { id, refreshGeneration: generation, refreshRotatedAt, refreshRotatedFrom }: Rotatable,
    presented: number,
    request: RotationRequest,
  ): Promise<Rotation> {
    const { rotation_grace: grace } = await this.settings.of(REFRESH_TOKENS);
    const rotatedAt = refreshRotatedAt ?? 0;
    const recent = grace > 0 && request.now - rotatedAt <= grace;
    if (presented !== generation - 1 || !recent) return { kind: 'reused' };
    if (!(await this.repository.retry(id, generation, request, grace))) return { kind: 'repeated' };
    return { kind: 'retried', generation, rotatedAt, firstFrom: refreshRotatedFrom };
  }
}
