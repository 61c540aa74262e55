import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { IfMatch } from '#platform/changes';
import type { Text } from '#platform/texts';
import { type Browser, Cookies } from '#platform/http';
import {
  DEVICE_COOKIE,
  DEVICE_COOKIE_LIFETIME,
  KnownDevices,
  PasswordChange,
  PasswordSignIn,
  type User,
  UserRepository,
} from '#people/users';
import type { Asked } from './own-access.js';

export type OwnPasswordOutcome =
  /**
   * `user` as they are now; everything that rests on the old password has ended.
   * `again`: by the same form, before.
   */
  | { readonly kind: 'changed'; readonly user: User; readonly again: boolean }
  | { readonly kind: 'refused'; readonly member: PasswordMember; readonly reason: Text }
  | { readonly kind: 'throttled' };

export interface AskedOfPassword extends Pick<Asked, 'userId' | 'via'> {
  /** The credential version when the form was shown, if it was one: it may come twice. */
  readonly shown?: number | undefined;
}

type PasswordMember = 'current_password' | 'new_password';

/** People change their own password, and prove who they are by the one they have (attack I28). */
@Injectable()
export class OwnPassword {
  constructor(
    private readonly users: UserRepository,
    private readonly signIn: PasswordSignIn,
    private readonly passwords: PasswordChange,
    private readonly devices: KnownDevices,
    private readonly cookies: Cookies,
  ) {}

  /**
   * @param alongside saves what is to outlive the change, in its transaction
   * @throws OAuthError 503 when too many passwords are being checked already
   */
  async change(
    asked: AskedOfPassword,
    current: string,
    wanted: string,
    browser: Browser,
    alongside?: (manager: EntityManager, user: User) => Promise<void>,
  ): Promise<OwnPasswordOutcome> {
    const { userId, via } = asked;
    // Read before the password is checked: if it changes in between, the write below affects nothing.
    const user = await this.users.find(userId);
    const verdict = await this.signIn.confirm(userId, this.attempt(current, browser));
    if (verdict === 'throttled') return { kind: 'throttled' };
    if (verdict === 'refused' || user === undefined) {
      const again = await this.sentAgain(asked, wanted, browser);
      return again ?? refuse('current_password', 'The current password is wrong.');
    }
    if (wanted.normalize('NFC') === current.normalize('NFC')) {
      return refuse('new_password', (t) => t.newPassword.same);
    }
    const ifMatch = IfMatch.of(browser.headers['if-match']);
    const actor = { kind: 'user', id: userId } as const;
    const author = { actor, origin: browser.origin, via, ifMatch };
    const outcome = await this.passwords.change(user, wanted, author, { alongside });
    if (outcome.kind === 'changed') return { ...outcome, again: false };
    if (outcome.kind === 'refused') return refuse('new_password', outcome.reason);
    const again = await this.sentAgain(asked, wanted, browser);
    return again ?? refuse('current_password', (t) => t.newPassword.changedMeanwhile);
  }

  /** Somebody who has the new password already: they clicked twice, and the form came again. */
  async signInAgain(username: string, wanted: string, browser: Browser): Promise<User | undefined> {
    const attempt = { identifier: username, ...this.attempt(wanted, browser) };
    const outcome = await this.signIn.attempt(attempt);
    return outcome.kind === 'signed-in' ? outcome.user : undefined;
  }

  /** That the password is another one than when the form was shown, and the one that it wants. */
  private async sentAgain(
    { userId, shown }: AskedOfPassword,
    wanted: string,
    browser: Browser,
  ): Promise<OwnPasswordOutcome | undefined> {
    const user = await this.users.find(userId);
    if (user === undefined || shown === undefined || user.credentialVersion <= shown) return;
    const verdict = await this.signIn.confirm(userId, this.attempt(wanted, browser));
    return verdict === 'verified' ? { kind: 'changed', user, again: true } : undefined;
  }

  private attempt(password: string, browser: Browser) {
    const deviceId = this.cookies.read(browser, DEVICE_COOKIE);
    return { password, origin: browser.origin, deviceId };
  }

  /** The browser stays one in which the person has signed in, now with the new password (I11). */
  rememberBrowser(user: User, browser: Browser): void {
    const known = this.devices.remember(this.cookies.read(browser, DEVICE_COOKIE), user);
    this.cookies.write(browser, DEVICE_COOKIE, known, { maxAge: DEVICE_COOKIE_LIFETIME });
  }
}

function refuse(member: PasswordMember, reason: Text): OwnPasswordOutcome {
  return { kind: 'refused', member, reason };
}
