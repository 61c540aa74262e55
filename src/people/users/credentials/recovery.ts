import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Transactions } from '#platform/database';
import { ANONYMOUS, type RequestOrigin } from '#platform/http';
import { Logger } from '#platform/logging';
import { MailBudgets } from './mail-budgets.js';
import { UserRepository } from '../user.repository.js';
import { PasswordMails } from './password-mails.js';

/** How long a request waits for others, in milliseconds. */
const GATHER_FOR = 50;
/** Limit: requests that wait on one node; more are dropped, and whoever asked asks again. */
const MAX_WAITING = 1000;

interface Request {
  readonly identifier: string;
  readonly origin: RequestOrigin;
}

/**
 * Forgotten passwords. What somebody typed is looked up behind the answer, which is therefore the same for
 * everybody: who has an account, who has none, and who has asked too often (attack I02).
 */
@Injectable()
export class Recovery implements OnApplicationShutdown {
  private waiting: Request[] = [];
  private working: Promise<void> | undefined;

  constructor(
    private readonly users: UserRepository,
    private readonly mails: PasswordMails,
    private readonly budgets: MailBudgets,
    private readonly transactions: Transactions,
    private readonly logger: Logger,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.working;
  }

  /** Asks for a link to be mailed to whoever this is. */
  ask(identifier: string, origin: RequestOrigin): void {
    if (this.waiting.length >= MAX_WAITING) return;
    this.waiting.push({ identifier, origin });
    this.working ??= this.work().finally(() => (this.working = undefined));
  }

  private async work(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, GATHER_FOR));
    for (
      let request = this.waiting.shift();
      request !== undefined;
      request = this.waiting.shift()
    ) {
      await this.mail(request).catch((error: unknown) => {
        this.logger.write('error', 'a forgotten password could not be answered', {
          reason: error instanceof Error ? error.message : String(error),
        });
      });
    }
  }

  private async mail({ identifier, origin }: Request): Promise<void> {
    if (!(await this.budgets.takeOfAddress(origin.ip))) return;
    const user = await this.users.findByLogin(identifier);
    if (user?.email === undefined || user.disabled) return;
    if (await this.budgets.takeOfPerson(user.sub)) {
      const author = { actor: ANONYMOUS, origin };
      await this.transactions.run((manager) => this.mails.recover(manager, user, author));
    }
  }
}
