import { Injectable } from '@nestjs/common';
import { addressKey, AttemptBudgets, Limits } from '#platform/throttling';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** How much mail strangers can have sent. */
@Injectable()
export class MailBudgets {
  constructor(
    private readonly budgets: AttemptBudgets,
    private readonly limits: Limits,
  ) {}

  /** Of whoever asks. @returns false when it is used up */
  async takeOfAddress(ip: string): Promise<boolean> {
    const limit = await this.limits.of('mails_of_address_per_hour');
    return this.budgets.takeInWindow(`mail:${addressKey(ip)}`, limit, HOUR);
  }

  /** Of whoever is mailed, and of all of them. @returns false when it is used up */
  async takeOfPerson(key: string): Promise<boolean> {
    const { budgets, limits } = this;
    const mails = `mail:${key}`;
    return (
      (await budgets.takeInWindow(mails, await limits.of('mails_to_person_per_hour'), HOUR)) &&
      (await budgets.takeInWindow(mails, await limits.of('mails_to_person_per_day'), DAY)) &&
      (await budgets.takeInWindow('mail', await limits.of('mails_per_hour'), HOUR))
    );
  }
}
