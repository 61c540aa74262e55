import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import type { RequestOrigin } from '#platform/http';
import { OAuthError } from '#protocol';
import { addressKey, AttemptBudgets, Limits } from '#platform/throttling';
import { type ClientPolicy, SAFE_POLICY } from '#registry/clients';
import { ClientRegistrationRepository } from './client-registration.repository.js';
import { InitialAccessTokenRepository } from './initial-access-tokens/initial-access-token.repository.js';
import { missingToken, refusedToken, tooManyRequests } from './registration-errors.js';

/** Permission to register one client. */
export interface Admission {
  readonly policy: ClientPolicy;
  readonly initialAccessTokenId: string | undefined;
}

/** Who may register, and on which terms. */
@Injectable()
export class Admissions {
  constructor(
    private readonly config: Config,
    private readonly tokens: InitialAccessTokenRepository,
    private readonly registrations: ClientRegistrationRepository,
    private readonly budgets: AttemptBudgets,
    private readonly limits: Limits,
  ) {}

  /**
   * Uses the initial access token up by one, or admits a stranger where anybody may
   * register.
   * @throws OAuthError 401, 429 or 503
   */
  async admit(token: string | undefined, { ip }: RequestOrigin): Promise<Admission> {
    if (token !== undefined) return this.admitHolder(token);
    if (this.config.registration !== 'open') throw missingToken('initial');
    return this.admitStranger(addressKey(ip));
  }

  /** Nothing was registered after all, so that the token is as good as before. */
  async release({ initialAccessTokenId: id }: Admission): Promise<void> {
    if (id !== undefined) await this.tokens.giveBack(id);
  }

  /** However many wrong ones come: 256 random bits are not guessed, and each costs one read by an index. */
  private async admitHolder(value: string): Promise<Admission> {
    const token = await this.tokens.findByValue(value);
    if (token === undefined || !(await this.tokens.take(token.id))) {
      throw refusedToken(token === undefined ? 'unknown token' : 'expired or used up');
    }
    return { policy: token.policy, initialAccessTokenId: token.id };
  }

  private async admitStranger(address: string): Promise<Admission> {
    // Each try may make us fetch something.
    const key = `registration|${address}`;
    const limit = await this.limits.of('registrations_per_hour');
    if (!(await this.budgets.takeInWindow(key, limit, 3600))) {
      throw tooManyRequests(3600);
    }
    // Attack L15.
    const strangers = await this.registrations.countStrangers();
    if (await this.limits.reached('registered_strangers', strangers)) {
      throw OAuthError.temporarilyUnavailable('too many clients registered without a token');
    }
    const policy = { ...SAFE_POLICY, ...this.config.registrationPolicy };
    return { policy, initialAccessTokenId: undefined };
  }
}
