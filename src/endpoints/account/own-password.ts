import { Injectable } from '@nestjs/common';
import { IfMatch } from '#platform/changes';
import { textsFor } from '#platform/texts';
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
  /** `user` as they are now; everything that rests on the old password has ended. */
  | { readonly kind: 'changed'; readonly user: User }
  | { readonly kind: 'refused'; readonly member: PasswordMember; readonly reason: string }
  | { readonly kind: 'throttled' };

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

  /** @throws OAuthError 503 when too many passwords are being checked already */
  async change(
    { userId, via }: Pick<Asked, 'userId' | 'via'>,
    current: string,
    wanted: string,
    browser: Browser,
  ): Promise<OwnPasswordOutcome> {
    // Read before the password is checked: if it changes in between, the write below affects nothing.
    const user = await this.users.find(userId);
    const verdict = await this.signIn.confirm(userId, {
      password: current,
      origin: browser.origin,
      deviceId: this.cookies.read(browser, DEVICE_COOKIE),
    });
    if (verdict === 'throttled') return { kind: 'throttled' };
    if (verdict === 'refused' || user === undefined) {
      return refuse('current_password', 'The current password is wrong.');
    }
    if (wanted.normalize('NFC') === current.normalize('NFC')) {
      return refuse('new_password', textsFor().newPassword.same);
    }
    const ifMatch = IfMatch.of(browser.headers['if-match']);
    const author = {
      actor: { kind: 'user', id: userId },
      origin: browser.origin,
      via,
      ifMatch,
    } as const;
    const outcome = await this.passwords.change(user, wanted, author);
    if (outcome.kind === 'changed') return outcome;
    if (outcome.kind === 'refused') return refuse('new_password', outcome.reason);
    return refuse('current_password', textsFor().newPassword.changedMeanwhile);
  }

  /** The browser stays one in which the person has signed in, now with the new password (I11). */
  rememberBrowser(user: User, browser: Browser): void {
    const known = this.devices.remember(this.cookies.read(browser, DEVICE_COOKIE), user);
    this.cookies.write(browser, DEVICE_COOKIE, known, { maxAge: DEVICE_COOKIE_LIFETIME });
  }
}

function refuse(member: PasswordMember, reason: string): OwnPasswordOutcome {
  return { kind: 'refused', member, reason };
}
