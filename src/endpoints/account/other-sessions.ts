import { Injectable } from '@nestjs/common';
import { personByThemselves } from '#platform/changes';
import type { Browser } from '#platform/http';
import { type Session, Sessions, type SignedIn } from '#people/sessions';
import { UserEndings } from '#people/users';

/** Everywhere else than here. */
@Injectable()
export class OtherSessions {
  constructor(
    readonly sessions: Sessions,
    private readonly endings: UserEndings,
  ) {}

  /** Ends all sessions of a person but this one, which goes on under a new cookie, if it has not ended too. */
  async end(session: Session, browser: Browser): Promise<void> {
    const { userId, sessionVersion } = session;
    const author = personByThemselves(userId, browser);
    let kept: SignedIn | undefined;
    await this.endings.endOthers(userId, sessionVersion, author, async (manager) => {
      kept = await this.sessions.outlive(manager, session, browser);
      return kept !== undefined;
    });
    await this.sessions.answer(browser, kept);
  }
}
