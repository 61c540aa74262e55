import { Injectable } from '@nestjs/common';
import type { RequestOrigin } from '#platform/http';
import type { ClientMetadataInput, ClientPolicy } from '#registry/clients';
import type { ClientRegistration } from './client-registration.repository.js';
import { InitialAccessTokenRepository } from './initial-access-tokens/initial-access-token.repository.js';
import { OpenRegistration } from './open-registration.js';
import { missingToken, refusedToken } from './registration-errors.js';
import { Strangers } from './strangers.js';

/** Permission to register one client. */
export interface Admission {
  readonly policy: ClientPolicy;
  readonly initialAccessTokenId: string | undefined;
}

/** Who may register, and on which terms. */
@Injectable()
export class Admissions {
  constructor(
    private readonly open: OpenRegistration,
    private readonly tokens: InitialAccessTokenRepository,
    private readonly strangers: Strangers,
  ) {}

  /**
   * Uses the initial access token up by one, or admits a stranger where anybody may
   * register.
   * @throws OAuthError 400, 401, 429 or 503
   */
  async admit(
    token: string | undefined,
    metadata: ClientMetadataInput,
    origin: RequestOrigin,
  ): Promise<Admission> {
    if (token !== undefined) return this.admitHolder(token);
    if (!this.open.welcome) throw missingToken('initial');
    await this.strangers.admit(metadata, origin);
    return { policy: this.open.policy, initialAccessTokenId: undefined };
  }

  /**
   * A change makes us fetch and store as much as a registration does, and counts like one (attack S17).
   * @throws OAuthError 400 or 429
   */
  async admitChange(
    { clientId, initialAccessTokenId }: ClientRegistration,
    metadata: ClientMetadataInput,
    origin: RequestOrigin,
  ): Promise<void> {
    if (initialAccessTokenId === undefined) await this.strangers.count(metadata, origin);
    else await this.strangers.spend(clientId);
  }

  /** Nothing was registered after all, so that the token is as good as before. */
  async release({ initialAccessTokenId: id }: Admission): Promise<void> {
    if (id !== undefined) await this.tokens.giveBack(id);
  }

  /** However many wrong ones come: 256 random bits are not guessed, and each costs one read by an index. */
  private async admitHolder(value: string): Promise<Admission> {
    const token = await this.tokens.findByValue(value);
    if (token === undefined || !(await this.tokens.take(token.id))) {
      throw refusedToken('initial', token === undefined ? 'unknown token' : 'expired or used up');
    }
    return { policy: token.policy, initialAccessTokenId: token.id };
  }
}
