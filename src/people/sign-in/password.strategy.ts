import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-local';
import { type Browser, Cookies } from '#platform/http';
import { DEVICE_COOKIE, PasswordSignIn, type SignInOutcome } from '#people/users';

/** What the strategy is given instead of the whole request: it would look into the query too. */
export interface LoginForm {
  readonly body: { readonly username: string | undefined; readonly password: string | undefined };
  readonly query: Readonly<Record<string, never>>;
  readonly browser: Browser;
  /** To which the person is on the way. */
  readonly clientId: string | undefined;
}

/** Signing in with a username and a password: the `local` strategy of passport. */
@Injectable()
export class PasswordStrategy extends PassportStrategy(Strategy) {
  constructor(
    private readonly signIn: PasswordSignIn,
    private readonly cookies: Cookies,
  ) {
    super({ passReqToCallback: true });
  }

  /** Always an outcome: that the password is wrong is an answer, not an exception. */
  validate(form: unknown, identifier: string, password: string): Promise<SignInOutcome> {
    const { browser, clientId } = form as LoginForm;
    return this.signIn.attempt({
      identifier,
      password,
      origin: browser.origin,
      deviceId: this.cookies.read(browser, DEVICE_COOKIE),
      clientId,
    });
  }
}
