import { Injectable } from '@nestjs/common';
import type { User } from '#people/users';
import type { StrategyRequest } from '../passport-bridge.js';
import type { Strategy } from '../sign-in-method.js';
import { RecoveryCodes } from './recovery-codes.js';

/** A passport strategy on somebody's recovery codes. */
@Injectable()
export class RecoveryCodeStrategy implements Strategy {
  /** Passport's, for each run. */
  declare success: (user: User) => void;
  declare fail: () => void;

  constructor(private readonly codes: RecoveryCodes) {}

  async authenticate({ attempt: { person, form } }: StrategyRequest): Promise<void> {
    const right =
      person !== undefined && (await this.codes.accept(person.sub, form.get('code') ?? ''));
    if (right) this.success(person);
    else this.fail();
  }
}
