import { Injectable } from '@nestjs/common';
import type { RequestOrigin } from '#platform/http';
import { addressKey, AttemptBudgets, KeptRequests, Limits } from '#platform/throttling';
import { OAuthError } from '#protocol';
import type { ClientMetadataInput } from '#registry/clients';
import { ClientRegistrationRepository } from './client-registration.repository.js';
import { tooManyRequests } from './registration-errors.js';

/** What clients that nobody gave an initial access token may cost us (attacks L15, S09). */
@Injectable()
export class Strangers {
  constructor(
    private readonly registrations: ClientRegistrationRepository,
    private readonly budgets: AttemptBudgets,
    private readonly limits: Limits,
    private readonly kept: KeptRequests,
  ) {}

  /** Before there is one more. @throws OAuthError 400, 429 or 503 */
  async admit(metadata: ClientMetadataInput, origin: RequestOrigin): Promise<void> {
    await this.count(metadata, origin);
    const strangers = await this.registrations.countStrangers();
    if (await this.limits.reached('registered_strangers', strangers)) {
      throw OAuthError.temporarilyUnavailable(
        'too many clients registered without a token',
      ).refusedBy({
        ...{ check: 'limits', spec: 'RFC 9110 §15.6.4' },
        expected: 'fewer clients that registered without a token',
        got: { limit: 'registered_strangers' },
      });
    }
  }

  /** Counts what one registers, at first or later. @throws OAuthError 400 or 429 */
  async count(metadata: ClientMetadataInput, { ip }: RequestOrigin): Promise<void> {
    await this.spend(addressKey(ip));
    await this.kept.take(ip, JSON.stringify(metadata), 'invalid_client_metadata');
  }

  /** Each try may make us fetch something. @param whose an address, or a client @throws OAuthError 429 */
  async spend(whose: string): Promise<void> {
    const limit = await this.limits.of('registrations_per_hour');
    if (!(await this.budgets.takeInWindow(`registration|${whose}`, limit, 3600))) {
      throw tooManyRequests(3600);
    }
  }
}
