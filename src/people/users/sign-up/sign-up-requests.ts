import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Transactions } from '#platform/database';
import type { RequestOrigin } from '#platform/http';
import { Logger } from '#platform/logging';
import { BehindTheAnswer } from '../credentials/behind-the-answer.js';
import { MailBudgets } from '../credentials/mail-budgets.js';
import { loginKey } from '../login-identifier.js';
import { UserRepository } from '../user.repository.js';
import { type SignUpData, SignUpMails } from './sign-up-mails.js';

/** Somebody who wants an account. */
export interface SignUpRequest extends SignUpData {
  readonly email: string;
  /** The language that they read. */
  readonly locale: string;
  readonly origin: RequestOrigin;
}

/**
 * Mails who wants an account: a link, or that there is an account. Which of the two is found out behind the answer
 * (attacks I01, I02); nothing is written but a link, for each address one.
 */
@Injectable()
export class SignUpRequests implements OnApplicationShutdown {
  private readonly queue: BehindTheAnswer<SignUpRequest>;

  constructor(
    private readonly users: UserRepository,
    private readonly mails: SignUpMails,
    private readonly budgets: MailBudgets,
    private readonly transactions: Transactions,
    logger: Logger,
  ) {
    const failed = 'somebody who wants an account could not be mailed';
    this.queue = new BehindTheAnswer((request) => this.mail(request), logger, failed);
  }

  onApplicationShutdown(): Promise<void> {
    return this.queue.settled();
  }

  ask(request: SignUpRequest): void {
    this.queue.ask(`${request.origin.ip} ${request.email}`, request);
  }

  private async mail(request: SignUpRequest): Promise<void> {
    const { email, origin } = request;
    if (!(await this.budgets.takeOfAddress(origin.ip))) return;
    const user = await this.users.findByLogin(email);
    if (user?.disabled === true && !user.awaitsApproval) return;
    if (!(await this.budgets.takeOfPerson(user?.sub ?? loginKey(email)))) return;
    await this.transactions.run(async (manager) => {
      if (user === undefined) await this.mails.invite(manager, email, request);
      else {
        const kind = user.awaitsApproval ? 'signUpWaits' : 'accountExists';
        await this.mails.tell(manager, kind, user);
      }
    });
  }
}
