import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import {
  type Access,
  accessOf,
  Browser,
  type HttpReply,
  type HttpRequest,
  pathOf,
} from '#platform/http';
import { Sessions } from '#people/sessions';
import { Interactions } from './interactions.js';
import { reauthentication } from './reauthentication.js';
import { ANYBODY } from './requirement.js';
import { SignIn } from './sign-in.js';

/** As much of an address as an interaction remembers. */
const MAX_RETURN_TO = 100;

type SessionAccess = Extract<Access, { kind: 'session' }>;

/** Sends people to sign in before every route marked `@RequireSession()`. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly sessions: Sessions,
    private readonly signIn: SignIn,
    private readonly interactions: Interactions,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const access = accessOf(context.getHandler());
    if (access?.kind !== 'session') return true;
    const http = context.switchToHttp();
    const request = http.getRequest<HttpRequest>();
    return this.require(access, request, http.getResponse<HttpReply>());
  }

  private async require(
    { page, within }: SessionAccess,
    request: HttpRequest,
    reply: HttpReply,
  ): Promise<boolean> {
    const browser = new Browser(reply);
    const session = await this.sessions.current(browser);
    const requirement =
      within === undefined
        ? ANYBODY
        : reauthentication(session, within, { form: request.method !== 'GET' });
    const assessment = await this.signIn.judge(requirement, session);
    if (assessment.kind === 'met') {
      request.facts.session = assessment.session;
      return true;
    }
    // A form cannot be sent again after signing in; the page it stands on can be opened again.
    const path = request.method === 'GET' ? addressOf(request) : page;
    await this.interactions.askToSignIn(path, browser, requirement);
    return false;
  }
}

/** The path, with the query if that is short and plain: the code of a device may be in it. */
function addressOf(request: HttpRequest): string {
  const path = pathOf(request);
  const query = /^[^?]*(\?[\w.~%=&+-]*)$/.exec(request.raw.url ?? '')?.[1] ?? '';
  const address = path + query;
  return address.length <= MAX_RETURN_TO ? address : path;
}
