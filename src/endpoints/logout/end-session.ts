import { Injectable } from '@nestjs/common';
import { Events } from '#platform/events';
import type { Browser } from '#platform/http';
import { OAuthError, type Parameters } from '#protocol';
import { type Session, Sessions } from '#people/sessions';
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
    private readonly events: Events,
  ) {}

  async handle(parameters: Parameters, browser: Browser): Promise<void> {
    const session = await this.sessions.toSignOut(browser);
    try {
      const request = await this.checker.check(parameters);
      if (session === undefined) {
        this.passBy(request, browser);
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
    this.pages.checkForm(request.pinned, form.get('csrf'), browser);
    const session = await this.sessions.toSignOut(browser);
    if (session === undefined) this.leave(request, browser);
    else await this.end(request, session, browser);
  }

  private async end(request: LogoutRequest, session: Session, browser: Browser): Promise<void> {
    const frames = await this.frontChannel.framesOf(session.id);
    await this.sessions.signOut(session, browser);
    const { userId } = session;
    this.events.note({
      type: 'logout',
      actor: { kind: 'user', id: userId },
      clientId: request.client?.id,
      userId,
      origin: browser.origin,
    });
    if (frames.length === 0) this.leave(request, browser);
    else this.pages.signedOut(request, browser, frames);
  }

  /** Nobody is signed in, nobody is asked: only an ID token of ours sends the person on then (§3). */
  private passBy(request: LogoutRequest, browser: Browser): void {
    if (request.hinted) this.leave(request, browser);
    else this.pages.signedOut(request, browser);
  }

  private leave(request: LogoutRequest, browser: Browser): void {
    if (request.returnUri === undefined) this.pages.signedOut(request, browser);
    else browser.redirect(request.returnUri);
  }
}

/**
 * Whether the person need not be asked: the enterprise's own application shows an ID token of this
 * very session. Everybody else's request is one to be confirmed, as the specification advises (§2).
 */
function isUndoubted({ client, hintedSessionId }: LogoutRequest, session: Session): boolean {
  return client?.metadata.first_party === true && hintedSessionId === session.id;
}
