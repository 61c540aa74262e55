import { Injectable } from '@nestjs/common';
import type { Author } from '#platform/changes';
import { fill, textsFor } from '#platform/texts';
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
  async delete(user: User, typed: string, author: Author): Promise<string | undefined> {
    const texts = textsFor().account.deletion;
    if (!(await this.account.deletable())) return texts.off;
    const names = await this.linked.keptUpToDateFrom(user.sub);
    if (names.length > 0) return fill(texts.kept, { names: names.join(', ') });
    if (typed.normalize('NFC').trim() !== user.username) return texts.wrong;
    return (await this.account.delete(user.sub, author)) ? undefined : texts.lastAdmin;
  }
}
