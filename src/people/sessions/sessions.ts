import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { randomToken } from '#platform/crypto';
import { isUniqueViolation } from '#platform/database';
import type { Browser, RequestOrigin } from '#platform/http';
import { epochSeconds, type Factors } from '#protocol';
import type { User } from '#people/users';
import { type EndOfSession, SessionEndings } from './session-endings.js';
import type { LiveSession, Session, SessionEnding } from './session.js';
import { SessionCookies } from './session-cookies.js';
import { SessionLimits } from './session-limits.js';
import { type NewSession, SessionRepository, type SignedIn } from './session.repository.js';
import { TrustedBrowsers } from './trusted-browsers/trusted-browsers.js';

/** How exact the idle timeout is; keeps one write per request from becoming the rule. */
const TOUCH_INTERVAL = 60;

/** How long a form that comes again may get the cookie that the first one got, in seconds. */
const AGAIN = 60;

/** How somebody signs in. */
export interface Circumstances {
  /** Of the identity provider on which it rests. */
  readonly providerEpoch?: string | undefined;
  /** What {@link Sessions.giveAgain} takes: digest of a form that nobody else can know. */
  readonly cause?: string | undefined;
  /** Whether they ask to stay signed in; undefined: they were not asked. */
  readonly kept?: boolean | undefined;
  /** Whether the browser stands in for their second factor. */
  readonly trusted?: boolean;
}

/** Who signs in: a user, as they are at that moment. */
type SignedInUser = Pick<User, 'sub' | 'credentialVersion' | 'sessionVersion'>;

/** Single sign-on: one session per browser, shared by all clients. */
@Injectable()
export class Sessions {
  constructor(
    private readonly repository: SessionRepository,
    private readonly endings: SessionEndings,
    private readonly cookies: SessionCookies,
    private readonly limits: SessionLimits,
    readonly trusted: TrustedBrowsers,
  ) {}

  /** The live session of this browser. */
  async current(browser: Browser): Promise<LiveSession | undefined> {
    const token = this.cookies.read(browser);
    if (token === undefined) return undefined;
    const session = await this.repository.findLive(token);
    const now = epochSeconds();
    if (session !== undefined && now - session.lastSeenAt >= TOUCH_INTERVAL) {
      await this.repository.touch(session, now);
    }
    if (session === undefined) return undefined;
    return { ...session, isTrustedHere: () => this.trusted.knows(browser, session.userId) };
  }

  /**
   * What the browser can be signed out of: its session, even if that has been idle for too long to sign
   * anybody in. The tokens that rest on it live until it ends.
   */
  async toSignOut(browser: Browser): Promise<Session | undefined> {
    const token = this.cookies.read(browser);
    return token === undefined ? undefined : this.repository.findLive(token, { idle: true });
  }

  /**
   * Signs a person in: with a new cookie value always, in the browser's session if it is theirs
   * already, in a new one otherwise.
   * @returns the session's id
   */
  async signIn(
    user: SignedInUser,
    factors: Factors,
    browser: Browser,
    { providerEpoch, cause, kept, trusted = false }: Circumstances = {},
  ): Promise<string> {
    const previous = await this.current(browser);
    const theirs = previous?.userId === user.sub;
    const keeps = kept === undefined ? theirs && previous.kept : kept && (await this.mayKeep());
    const fresh = {
      ...newSession(user, factors, browser.origin, keeps),
      ...{ providerEpoch, trusted },
    };
    let signedIn: SignedIn | undefined;
    if (theirs) {
      // One that ended with others is over: clients have been told.
      signedIn = isOf(user, previous)
        ? await this.repository.renew(previous, fresh, this.nextToken(browser, cause))
        : undefined;
    } else if (previous !== undefined) {
      const actor = { kind: 'user', id: user.sub } as const;
      const { origin } = browser;
      await this.end(previous, 'replaced', { type: 'session.revoked', actor, origin });
    }
    // What a planted cookie leads to may be known: only the form makes it a secret.
    const token = cause === undefined ? randomToken() : this.nextToken(browser, cause);
    signedIn ??= await this.begin(user, fresh, token);
    await this.cookies.write(browser, signedIn);
    return signedIn.id;
  }

  /** A new one; or that which the same form has just begun. */
  private async begin(user: SignedInUser, fresh: NewSession, token: string): Promise<SignedIn> {
    try {
      return await this.repository.create(fresh, token);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
    const begun = await this.repository.findLive(token);
    return begun?.userId === user.sub && isOf(user, begun) && isYoung(begun)
      ? { id: begun.id, token, kept: begun.kept }
      : this.repository.create(fresh, randomToken());
  }

  /**
   * Gives a browser the cookie of its session again: of a form that comes twice it drops the first answer.
   * Nobody else knows what was in that form (attack I03).
   * @returns false when `cause` did not begin or renew this session a moment ago
   */
  async giveAgain(id: string, cause: string, browser: Browser): Promise<boolean> {
    const token = this.nextToken(browser, cause);
    const session = await this.repository.findLive(token);
    if (session?.id !== id || !isYoung(session)) return false;
    await this.cookies.write(browser, { id, token, kept: session.kept });
    return true;
  }

  /**
   * Keeps a browser signed in through a change of its person's credentials, which ends every session
   * that rests on the old ones: the same session, under the new credentials and with a new cookie
   * value. The person has just proven who they are.
   * @param manager of the transaction of that change
   * @param session the browser's, found before the change: by now it does not count as live
   * @returns what {@link answer} takes; undefined when the session was ended meanwhile
   */
  async carryOver(
    manager: EntityManager,
    session: Session,
    user: SignedInUser,
    factors: Factors,
    browser: Browser,
  ): Promise<SignedIn | undefined> {
    if (session.sessionVersion !== user.sessionVersion) return undefined;
    const renewed = newSession(user, factors, browser.origin, session.kept);
    return this.repository.renew(session, renewed, this.nextToken(browser), manager);
  }

  /**
   * Keeps a browser signed in, with what its person has proven and a new cookie value, while all of their
   * other sessions end.
   * @param manager of the transaction that ends them
   * @returns what {@link answer} takes; undefined when the session was ended meanwhile
   */
  async outlive(
    manager: EntityManager,
    session: Session,
    browser: Browser,
  ): Promise<SignedIn | undefined> {
    const { userId: sub, credentialVersion, sessionVersion, factors } = session;
    const person = { sub, credentialVersion, sessionVersion: sessionVersion + 1 };
    const renewed = newSession(person, factors, browser.origin, session.kept);
    return this.repository.renew(session, renewed, this.nextToken(browser), manager);
  }

  /** The browser's session after {@link carryOver} or {@link outlive}, whether or not the browser saw the answer. */
  async carriedOver(browser: Browser): Promise<SignedIn | undefined> {
    for (const token of [this.cookies.read(browser), this.nextToken(browser)]) {
      const session = token === undefined ? undefined : await this.repository.findLive(token);
      if (token !== undefined && session !== undefined) {
        return { id: session.id, token, kept: session.kept };
      }
    }
    return undefined;
  }

  /**
   * The value after the one that the browser sent: a form that comes twice gets the same, so that it does
   * not matter which of two answers the browser keeps.
   * @param cause the form, if it is one that nobody else can know
   */
  private nextToken(browser: Browser, cause?: string): string {
    const before = this.cookies.read(browser);
    if (cause !== undefined) return this.repository.tokenAfter(`${before ?? ''}|${cause}`);
    return this.repository.tokenAfter(before ?? randomToken());
  }

  /** Gives the browser its new cookie, or takes the one it has. */
  async answer(browser: Browser, signedIn: SignedIn | undefined): Promise<void> {
    if (signedIn === undefined) this.cookies.clear(browser);
    else await this.cookies.write(browser, signedIn);
  }

  /** Ends the browser's session and takes its cookie back. */
  async signOut(session: Session, event: EndOfSession, browser: Browser): Promise<void> {
    await this.end(session, 'signed_out', event);
    this.cookies.clear(browser);
  }

  async listOf(userId: string): Promise<Session[]> {
    return this.repository.listLive(userId);
  }

  /** Ends one session of a person, wherever its browser is. @returns false when there was nothing to end */
  async end(
    session: Pick<Session, 'id' | 'userId'>,
    reason: SessionEnding,
    event: EndOfSession,
  ): Promise<boolean> {
    return this.endings.end(session, reason, event);
  }

  /** Whether people may ask to stay signed in. */
  mayKeep(): Promise<boolean> {
    return this.limits.mayKeep();
  }

  /** How long a session lasts in any case, in seconds. */
  async lifetimeOf({ kept }: Pick<Session, 'kept'>): Promise<number> {
    return (await this.limits.of(kept)).lifetime;
  }
}

function newSession(
  { sub, credentialVersion, sessionVersion }: SignedInUser,
  factors: Factors,
  { ip, userAgent }: RequestOrigin,
  kept: boolean,
): NewSession {
  const user = { userId: sub, credentialVersion, sessionVersion };
  return { ...user, factors, providerEpoch: undefined, kept, trusted: false, ip, userAgent };
}

function isYoung({ factors }: Session): boolean {
  return epochSeconds() - Math.max(...factors.map(({ at }) => at)) < AGAIN;
}

function isOf({ credentialVersion, sessionVersion }: SignedInUser, session: Session): boolean {
  return (
    session.credentialVersion === credentialVersion && session.sessionVersion === sessionVersion
  );
}
