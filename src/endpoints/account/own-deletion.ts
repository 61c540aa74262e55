import { Injectable } from '@nestjs/common';
import type { Author } from '#platform/changes';
import { fill, type Said } from '#platform/texts';
import { LinkedAccounts } from '#people/sign-in';
import { OwnAccount, type User } from '#people/users';

/** People delete their own account, where they may. */
@Injectable()
export class OwnDeletion {
  constructor(
    private readonly account: OwnAccount,
    private readonly linked: LinkedAccounts,
  ) {}

  async isOffered(userId: string): Promise<boolean> {
    if (!(await this.account.deletable())) return false;
    return (await this.linked.keptUpToDateFrom(userId)).length === 0;
  }

  /**
   * @param typed their username, so that it happens to nobody by mistake
   * @returns why it was not done
   */
  async delete(user: User, typed: string, author: Author): Promise<Said | undefined> {
    if (!(await this.account.deletable())) return (t) => t.account.deletion.off;
    const names = await this.linked.keptUpToDateFrom(user.sub);
    if (names.length > 0) return (t) => fill(t.account.deletion.kept, { names: names.join(', ') });
    if (typed.normalize('NFC').trim() !== user.username) return (t) => t.account.deletion.wrong;
    const deleted = await this.account.delete(user.sub, author);
    return deleted ? undefined : (t) => t.account.deletion.lastAdmin;
  }
}
