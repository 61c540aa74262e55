import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-local';
import { Cookies, type HttpRequest } from '#platform/http';
import { DEVICE_COOKIE, PasswordSignIn, type SignInOutcome } from '#people/users';

/** What the strategy is given instead of the whole request: it would look into the query too. */
export interface LoginForm {
  readonly body: { readonly username: string | undefined; readonly password: string | undefined };
  readonly query: Readonly<Record<string, never>>;
  readonly request: HttpRequest;
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
    const { request } = form as LoginForm;
    return this.signIn.attempt({
      identifier,
      password,
      ip: request.ip,
      deviceId: this.cookies.read(request, DEVICE_COOKIE),
      request,
    });
  }
}
