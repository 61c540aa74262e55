import { createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import {
  Browser,
  BrowserBinding,
  formParameters,
  type HttpReply,
  type HttpRequest,
} from '#platform/http';
import type { SignInOutcome } from '#people/users';
import type { Interaction } from './interaction.js';
import { Interactions } from './interactions.js';
import type { LoginForm } from './password.strategy.js';

interface LoginAttempt extends LoginForm {
  readonly interaction: Interaction;
  /** Set by passport's guard. */
  user?: SignInOutcome;
}

declare module '#platform/http' {
  interface RequestFacts {
    login?: LoginAttempt;
  }
}

/** Runs the login form through passport, after making sure that it is our form. */
@Injectable()
export class PasswordSignInGuard extends AuthGuard('local') {
  constructor(
    private readonly browsers: BrowserBinding,
    private readonly interactions: Interactions,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<HttpRequest<{ uid: string }>>();
    const form = formParameters(request);
    form.rejectDuplicates();
    const browser = new Browser(http.getResponse<HttpReply>());
    const { uid } = request.params;
    // First, so that another site can spend nobody's attempts (attack A29).
    this.browsers.checkForm(browser, uid, form.get('csrf'));
    const interaction = await this.interactions.find(uid, browser);
    const { clientId } = interaction;
    const body = { username: form.get('username'), password: form.get('password') };
    request.facts.login = { body, query: {}, browser, clientId, interaction };
    await super.canActivate(context);
    return true;
  }

  override getRequest(context: ExecutionContext): LoginAttempt | undefined {
    return context.switchToHttp().getRequest<HttpRequest>().facts.login;
  }

  override handleRequest<Outcome = SignInOutcome>(
    error: unknown,
    outcome: Outcome | false,
  ): Outcome {
    if (error instanceof Error) throw error;
    // False: a field was empty.
    return outcome === false ? ({ kind: 'refused' } as Outcome) : outcome;
  }
}

/** How signing in went, and for what, as {@link PasswordSignInGuard} found out. */
export interface SignInAnswer {
  readonly outcome: SignInOutcome;
  readonly interaction: Interaction;
}

/** The {@link SignInAnswer} to the request. */
export const SignIn = createParamDecorator(
  (_data: unknown, context: ExecutionContext): SignInAnswer => {
    const { login } = context.switchToHttp().getRequest<HttpRequest>().facts;
    if (login?.user === undefined) throw new Error('this route does not sign anybody in');
    return { outcome: login.user, interaction: login.interaction };
  },
);
