import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Cookies, type HttpReply, type HttpRequest, originOf } from '#platform/http';
import { Housekeeper } from '#platform/housekeeping';
import { epochSeconds } from '#protocol';
import { SessionState } from './session-state.js';
import { type EndOfSession, SessionEndings } from './session-endings.js';
import { ABSOLUTE_LIFETIME, type Session } from './session.js';
import { type NewSession, SessionRepository, type SignedIn } from './session.repository.js';

const COOKIE = 'session';
/** Tells scripts of clients, by way of ours, that the session is another one. */
export const BROWSER_STATE_COOKIE = 'browser_state';
/** How exact the idle timeout is; keeps one write per request from becoming the rule. */
const TOUCH_INTERVAL = 60;

/** Who signs in: a user, under the credentials that they have at that moment. */
interface SignedInUser {
  readonly sub: string;
  readonly credentialVersion: number;
}

/** Single sign-on: one session per browser, shared by all clients. */
@Injectable()
export class Sessions implements OnModuleInit {
  constructor(
    private readonly repository: SessionRepository,
    private readonly endings: SessionEndings,
    private readonly cookies: Cookies,
    private readonly housekeeper: Housekeeper,
    private readonly state: SessionState,
  ) {}

  onModuleInit(): void {
    this.housekeeper.registerExpiry(this.repository.rows, 'expires_at');
  }

  /** The live session of the browser that sent this request. */
  async current(request: HttpRequest): Promise<Session | undefined> {
    const token = this.cookies.read(request, COOKIE);
    if (token === undefined) return undefined;
    const session = await this.repository.findLive(token);
    const now = epochSeconds();
    if (session !== undefined && now - session.lastSeenAt >= TOUCH_INTERVAL) {
      await this.repository.touch(session.id, now);
    }
    return session;
  }

  /**
   * What the browser can be signed out of: its session, even if that has been idle for too long to sign
   * anybody in. The tokens that rest on it live until it ends.
   */
  async toSignOut(request: HttpRequest): Promise<Session | undefined> {
    const token = this.cookies.read(request, COOKIE);
    return token === undefined ? undefined : this.repository.findLive(token, ABSOLUTE_LIFETIME);
  }

  /**
   * Signs a person in: with a new cookie value always, in the browser's session if it is theirs
   * already, in a new one otherwise.
   * @returns the session's id
   */
  async signIn(
    user: SignedInUser,
    amr: readonly string[],
    request: HttpRequest,
    reply: HttpReply,
  ): Promise<string> {
    const previous = await this.current(request);
    const fresh = newSession(user, amr, request);
    let signedIn: SignedIn | undefined;
    if (previous?.userId === user.sub) {
      signedIn = await this.repository.renew(previous.id, fresh);
    } else if (previous !== undefined) {
      const actor = { kind: 'user', id: user.sub } as const;
      const origin = originOf(request);
      await this.end(previous, { type: 'session.revoked', actor, origin });
    }
    signedIn ??= await this.repository.create(fresh);
    this.writeCookies(reply, signedIn);
    return signedIn.id;
  }

  /**
   * Keeps a browser signed in through a change of its person's credentials, which ends every session
   * that rests on the old ones: the same session, under the new credentials and with a new cookie
   * value. The person has just proven who they are, with their password.
   * @param manager of the transaction of that change
   * @param session the browser's, found before the change: by now it does not count as live
   * @returns what {@link answer} takes; undefined when the session was ended meanwhile
   */
  async carryOver(
    manager: EntityManager,
    session: Session,
    user: SignedInUser,
    request: HttpRequest,
  ): Promise<SignedIn | undefined> {
    return this.repository.renew(session.id, newSession(user, ['pwd'], request), manager);
  }

  /** Gives the browser its new cookie, or takes the one it has. */
  answer(reply: HttpReply, signedIn: SignedIn | undefined): void {
    if (signedIn === undefined) this.clearCookies(reply);
    else this.writeCookies(reply, signedIn);
  }

  /** Ends the browser's session and takes its cookie back. */
  async signOut(session: Session, event: EndOfSession, reply: HttpReply): Promise<void> {
    await this.end(session, event);
    this.clearCookies(reply);
  }

  async listOf(userId: string): Promise<Session[]> {
    return this.repository.listLive(userId);
  }

  /** Ends one session of a person, wherever its browser is. @returns false when there was nothing to end */
  async end(session: Pick<Session, 'id' | 'userId'>, event: EndOfSession): Promise<boolean> {
    return this.endings.end(session, event);
  }

  private writeCookies(reply: HttpReply, { id, token }: SignedIn): void {
    const maxAge = ABSOLUTE_LIFETIME;
    this.cookies.write(reply, COOKIE, token, { maxAge });
    const browserState = this.state.browserState(id);
    this.cookies.write(reply, BROWSER_STATE_COOKIE, browserState, { maxAge, public: true });
  }

  private clearCookies(reply: HttpReply): void {
    this.cookies.clear(reply, COOKIE);
    this.cookies.clear(reply, BROWSER_STATE_COOKIE, { public: true });
  }
}

function newSession(
  { sub, credentialVersion }: SignedInUser,
  amr: readonly string[],
  request: HttpRequest,
): NewSession {
  const userAgent = request.headers['user-agent'];
  return { userId: sub, credentialVersion, amr, ip: request.ip, userAgent };
}
