import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Transactions } from '#platform/database';
import { ANONYMOUS, type RequestOrigin } from '#platform/http';
import { Logger } from '#platform/logging';
import { BehindTheAnswer } from './behind-the-answer.js';
import { MailBudgets } from './mail-budgets.js';
import { UserRepository } from '../user.repository.js';
import { PasswordMails } from './password-mails.js';

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
  private readonly queue: BehindTheAnswer<Request>;

  constructor(
    private readonly users: UserRepository,
    private readonly mails: PasswordMails,
    private readonly budgets: MailBudgets,
    private readonly transactions: Transactions,
    logger: Logger,
  ) {
    const failed = 'a forgotten password could not be answered';
    this.queue = new BehindTheAnswer((request) => this.mail(request), logger, failed);
  }

  onApplicationShutdown(): Promise<void> {
    return this.queue.settled();
  }

  /** Asks for a link to be mailed to whoever this is. */
  ask(identifier: string, origin: RequestOrigin): void {
    this.queue.ask(`${origin.ip} ${identifier}`, { identifier, origin });
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
