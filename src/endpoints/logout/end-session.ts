import { Injectable } from '@nestjs/common';
import type { Browser } from '#platform/http';
import { OAuthError, type Parameters } from '#protocol';
import { type Session, Sessions } from '#people/sessions';
import { UpstreamLogout } from '#people/sign-in';
import { FrontChannelLogout } from './front-channel-logout.js';
import { LogoutPages } from './logout-pages.js';
import type { LogoutRequest } from './logout-request.js';
import { LogoutRequestChecker } from './logout-request-checker.js';

/** The pipeline of the logout endpoint: check, ask the person, end the session, go on. */
@Injectable()
export class EndSession {
  constructor(
    private readonly checker: LogoutRequestChecker,
    private readonly sessions: Sessions,
    private readonly frontChannel: FrontChannelLogout,
    private readonly pages: LogoutPages,
    private readonly upstream: UpstreamLogout,
  ) {}

  async handle(parameters: Parameters, browser: Browser): Promise<void> {
    const session = await this.sessions.toSignOut(browser);
    try {
      const request = await this.checker.check(parameters);
      if (session === undefined) {
        await this.passBy(request, browser);
      } else if (isUndoubted(request, session)) {
        await this.end(request, session, browser);
      } else {
        await this.pages.ask(request, session, browser);
      }
    } catch (error) {
      if (!(error instanceof OAuthError) || session === undefined) throw error;
      await this.pages.refuse(error, session, browser);
    }
  }

  /** The person has pressed the button. */
  async confirm(form: Parameters, browser: Browser): Promise<void> {
    const request = await this.checker.check(form);
    const shown = form.get('session') ?? '';
    this.pages.checkForm(request.pinned, shown, form.get('csrf'), browser);
    const session = await this.sessions.toSignOut(browser);
    if (session !== undefined) await this.end(request, session, browser);
    // The form was sent again: the browser shows what comes of the second, frames of clients included.
    else await this.tell(request, shown, browser);
  }

  private async end(request: LogoutRequest, session: Session, browser: Browser): Promise<void> {
    const actor = { kind: 'user', id: session.userId } as const;
    const [clientId, { origin }] = [request.client?.id, browser];
    await this.sessions.signOut(session, { type: 'logout', actor, clientId, origin }, browser);
    await this.tell(request, session.id, browser);
  }

  private async tell(request: LogoutRequest, sessionId: string, browser: Browser): Promise<void> {
    const frames = await this.frontChannel.framesOf(sessionId);
    const elsewhere = await this.upstream.offered(sessionId);
    const shows = frames.length > 0 || elsewhere !== undefined;
    if (shows) await this.pages.signedOut(request, browser, { frames, elsewhere });
    else await this.leave(request, browser);
  }

  /** Nobody is signed in, nobody is asked: only an ID token of ours sends the person on then (§3). */
  private async passBy(request: LogoutRequest, browser: Browser): Promise<void> {
    if (request.hinted) await this.leave(request, browser);
    else await this.pages.signedOut(request, browser);
  }

  private async leave(request: LogoutRequest, browser: Browser): Promise<void> {
    const stranger = request.client?.metadata.unverified === true;
    if (request.returnUri === undefined || stranger) await this.pages.signedOut(request, browser);
    else browser.redirect(request.returnUri);
  }
}

/**
 * Whether the person need not be asked: the application shows an ID token of this very session, so that it is
 * no stranger's link that would sign them out (§2, §6). A client that nobody has verified is one all the same.
 */
function isUndoubted({ client, hintedSessionId }: LogoutRequest, session: Session): boolean {
  if (client === undefined || client.metadata.unverified === true) return false;
  return hintedSessionId === session.id;
}
