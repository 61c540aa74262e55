import { Injectable } from '@nestjs/common';
import { Events } from '#platform/events';
import { type HttpReply, type HttpRequest, originOf } from '#platform/http';
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

  async handle(parameters: Parameters, http: HttpRequest, reply: HttpReply): Promise<void> {
    const session = await this.sessions.toSignOut(http);
    try {
      const request = await this.checker.check(parameters);
      if (session === undefined) {
        this.passBy(request, reply);
      } else if (isUndoubted(request, session)) {
        await this.end(request, session, http, reply);
      } else {
        await this.pages.ask(request, session, http, reply);
      }
    } catch (error) {
      if (!(error instanceof OAuthError) || session === undefined) throw error;
      await this.pages.refuse(error, session, http, reply);
    }
  }

  /** The person has pressed the button. */
  async confirm(form: Parameters, http: HttpRequest, reply: HttpReply): Promise<void> {
    const request = await this.checker.check(form);
    this.pages.checkForm(request.pinned, form.get('csrf'), http);
    const session = await this.sessions.toSignOut(http);
    if (session === undefined) this.leave(request, reply);
    else await this.end(request, session, http, reply);
  }

  private async end(
    request: LogoutRequest,
    session: Session,
    http: HttpRequest,
    reply: HttpReply,
  ): Promise<void> {
    const frames = await this.frontChannel.framesOf(session.id);
    await this.sessions.signOut(session, reply);
    const { userId } = session;
    this.events.note({
      type: 'logout',
      actor: { kind: 'user', id: userId },
      clientId: request.client?.id,
      userId,
      origin: originOf(http),
    });
    if (frames.length === 0) this.leave(request, reply);
    else this.pages.signedOut(request, reply, frames);
  }

  /** Nobody is signed in, nobody is asked: only an ID token of ours sends the person on then (§3). */
  private passBy(request: LogoutRequest, reply: HttpReply): void {
    if (request.hinted) this.leave(request, reply);
    else this.pages.signedOut(request, reply);
  }

  private leave(request: LogoutRequest, reply: HttpReply): void {
    if (request.returnUri === undefined) this.pages.signedOut(request, reply);
    else void reply.redirect(request.returnUri, 303);
  }
}

/**
 * Whether the person need not be asked: the enterprise's own application shows an ID token of this
 * very session. Everybody else's request is one to be confirmed, as the specification advises (§2).
 */
function isUndoubted({ client, hintedSessionId }: LogoutRequest, session: Session): boolean {
  return client?.metadata.first_party === true && hintedSessionId === session.id;
}
