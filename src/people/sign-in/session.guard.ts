import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { accessOf, Browser, type HttpReply, type HttpRequest, pathOf } from '#platform/http';
import { Sessions } from '#people/sessions';
import { Interactions } from './interactions.js';

/** As much of an address as an interaction remembers. */
const MAX_RETURN_TO = 100;

/** Sends people to sign in before every route marked `@RequireSession()`. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly sessions: Sessions,
    private readonly interactions: Interactions,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const access = accessOf(context.getHandler());
    if (access?.kind !== 'session') return true;
    const http = context.switchToHttp();
    const request = http.getRequest<HttpRequest>();
    return this.require(access.page, request, http.getResponse<HttpReply>());
  }

  private async require(page: string, request: HttpRequest, reply: HttpReply): Promise<boolean> {
    const browser = new Browser(reply);
    const session = await this.sessions.current(browser);
    if (session !== undefined) {
      request.facts.session = session;
      return true;
    }
    // A form cannot be sent again after signing in; the page it stands on can be opened again.
    const path = request.method === 'GET' ? addressOf(request) : page;
    await this.interactions.askToSignIn(path, browser);
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
