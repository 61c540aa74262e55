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
      throw OAuthError.temporarilyUnavailable('too many clients registered without a token');
    }
  }

  /** Counts what one registers, at first or later: each try may make us fetch something. */
  async count(metadata: ClientMetadataInput, { ip }: RequestOrigin): Promise<void> {
    const key = `registration|${addressKey(ip)}`;
    const limit = await this.limits.of('registrations_per_hour');
    if (!(await this.budgets.takeInWindow(key, limit, 3600))) throw tooManyRequests(3600);
    await this.kept.take(ip, JSON.stringify(metadata), 'invalid_client_metadata');
  }
}
