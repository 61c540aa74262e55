import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-local';
import { Cookies } from '#platform/http';
import { BreachedSignIns, DEVICE_COOKIE, PasswordSignIn, type User } from '#people/users';
import type { StrategyRequest } from '../passport-bridge.js';
import type { Refusal } from '../sign-in-method.js';

/** The `local` strategy of passport, on passwords as they are checked here. */
@Injectable()
export class PasswordStrategy extends PassportStrategy(Strategy) {
  constructor(
    private readonly signIn: PasswordSignIn,
    private readonly cookies: Cookies,
    private readonly breached: BreachedSignIns,
  ) {
    super({ passReqToCallback: true });
  }

  /** @returns what `fail` takes beside `false`: a wrong password is an answer, not an exception */
  async validate(
    request: unknown,
    identifier: string,
    password: string,
  ): Promise<User | [false, Refusal]> {
    const { browser, interaction } = (request as StrategyRequest).attempt;
    const outcome = await this.signIn.attempt({
      ...{ identifier, password, origin: browser.origin },
      deviceId: this.cookies.read(browser, DEVICE_COOKIE),
      clientId: interaction.clientId,
    });
    if (outcome.kind === 'signed-in') {
      return this.breached.check(outcome.user, password, browser.origin);
    }
    return [false, { status: outcome.kind === 'throttled' ? 429 : 400 }];
  }
}
