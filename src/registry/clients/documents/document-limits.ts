import { Injectable } from '@nestjs/common';
import type { RequestOrigin } from '#platform/http';
import { addressKey, AttemptBudgets, Limits } from '#platform/throttling';
import { ClientRepository } from '../client.repository.js';

/** How many clients strangers may bring by documents. */
@Injectable()
export class DocumentLimits {
  constructor(
    private readonly repository: ClientRepository,
    private readonly limits: Limits,
    private readonly budgets: AttemptBudgets,
  ) {}

  /** A new one costs what a registration does (attack L15). */
  async reached({ ip }: RequestOrigin): Promise<string | undefined> {
    const most = await this.limits.of('registrations_per_hour');
    const key = `client document|${addressKey(ip)}`;
    if (!(await this.budgets.takeInWindow(key, most, 3600))) return 'too many from one address';
    const count = await this.repository.countDescribed();
    if (await this.limits.reached('registered_strangers', count)) return 'too many clients';
    return undefined;
  }
}
