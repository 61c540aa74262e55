import { Injectable } from '@nestjs/common';
import type { Client } from '#registry/clients';
import { epochSeconds } from '#protocol';
import {
  AuthorizationRepository,
  type AssessedAuthorization,
} from '../authorization/authorization.repository.js';
import { nextRefreshExpiry } from './refresh-lifetime.js';
import { RefreshTokenRepository } from './refresh-token.repository.js';

/** How long the answer to a rotation can be asked for again by a client that lost it. */
const RETRY_WINDOW = 10;

/** What became of a refresh token that was presented. */
export type Rotation =
  | { readonly kind: 'rotated' | 'retried'; readonly generation: number }
  | { readonly kind: 'reused' }
  | { readonly kind: 'expired' };

/** Rotation with reuse detection (RFC 9700 §4.14.2). */
@Injectable()
export class RefreshTokens {
  constructor(
    private readonly authorizations: AuthorizationRepository,
    private readonly repository: RefreshTokenRepository,
  ) {}

  /**
   * Exchanges refresh token `presented` of an authorization for the next.
   *
   * `retried`: it was exchanged a moment ago and its successor is unused, so the answer must have
   * been lost; the same successor is named again. `reused`: somebody has an old copy; the
   * authorization is ended, because nobody can tell the thief from the owner.
   */
  async rotate(
    { authorization }: AssessedAuthorization,
    presented: number,
    client: Client,
  ): Promise<Rotation> {
    const now = epochSeconds();
    const { id, refreshExpiresAt, refreshAbsoluteExpiresAt } = authorization;
    if ((refreshExpiresAt ?? 0) <= now) return { kind: 'expired' };
    if (presented === authorization.refreshGeneration) {
      const expiresAt = nextRefreshExpiry(client, refreshAbsoluteExpiresAt ?? 0, now);
      if (await this.repository.rotate(id, presented, expiresAt)) {
        return { kind: 'rotated', generation: presented + 1 };
      }
      return this.lostRace(id, presented);
    }
    const rotatedAt = authorization.refreshRotatedAt ?? 0;
    const isPredecessor = presented === authorization.refreshGeneration - 1;
    if (isPredecessor && now - rotatedAt <= RETRY_WINDOW) {
      return { kind: 'retried', generation: authorization.refreshGeneration };
    }
    await this.authorizations.revoke(id, 'refresh_token_reused');
    return { kind: 'reused' };
  }

  /** The same token was presented twice at once: the loser gets the winner's answer (attack D02). */
  private async lostRace(id: string, presented: number): Promise<Rotation> {
    const current = (await this.authorizations.find(id))?.authorization;
    if (current?.revokedAt !== null) return { kind: 'expired' };
    if (current.refreshGeneration === presented + 1) {
      return { kind: 'retried', generation: current.refreshGeneration };
    }
    await this.authorizations.revoke(id, 'refresh_token_reused');
    return { kind: 'reused' };
  }
}
