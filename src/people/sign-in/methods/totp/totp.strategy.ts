import { Injectable } from '@nestjs/common';
import type { User } from '#people/users';
import type { StrategyRequest } from '../passport-bridge.js';
import type { Strategy } from '../sign-in-method.js';
import { TotpAuthenticators } from './totp-authenticators.js';

/** A passport strategy on the codes of somebody's apps. */
@Injectable()
export class TotpStrategy implements Strategy {
  /** Passport's, for each run. */
  declare success: (user: User) => void;
  declare fail: () => void;

  constructor(private readonly authenticators: TotpAuthenticators) {}

  async authenticate({ attempt: { person, form } }: StrategyRequest): Promise<void> {
    const right =
      person !== undefined &&
      (await this.authenticators.accept(person.sub, form.get('code') ?? ''));
    if (right) this.success(person);
    else this.fail();
  }
}
