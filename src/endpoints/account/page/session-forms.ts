import { Injectable } from '@nestjs/common';
import type { Browser } from '#platform/http';
import type { Parameters } from '#protocol';
import type { LiveSession } from '#people/sessions';
import { Reauthentication } from '#people/sign-in';
import { OtherSessions } from '../other-sessions.js';
import { OwnAccess } from '../own-access.js';
import { AccountFrames } from './account-frames.js';
import { JUST_PROVEN, Notices, SESSIONS } from './notices.js';

/**
 * The forms that end sessions. One that comes twice, as by a double click, leads where it led at first. Who ends what
 * goes on elsewhere has just proven to be they (ASVS 5.0 7.5.2).
 */
@Injectable()
export class SessionForms {
  constructor(
    private readonly frames: AccountFrames,
    private readonly notices: Notices,
    private readonly access: OwnAccess,
    private readonly others: OtherSessions,
    private readonly reauthentication: Reauthentication,
  ) {}

  async end(session: LiveSession | undefined, form: Parameters, browser: Browser): Promise<void> {
    const id = form.get('session_id') ?? '';
    if (session === undefined) {
      if (this.frames.wasShownIn(id, form, browser)) browser.redirect('/logout');
      else await this.reauthentication.ask(SESSIONS, browser);
      return;
    }
    this.frames.checkForm(form, session, browser);
    const { userId } = session;
    const { origin } = browser;
    if (id === session.id) {
      const actor = { kind: 'user', id: userId } as const;
      await this.others.sessions.signOut(session, { type: 'logout', actor, origin }, browser);
      browser.redirect('/logout');
      return;
    }
    if (!(await this.isProven(session, browser))) return;
    await this.access.endSession(id, { userId, origin });
    this.notices.leave('session-ended', session, browser);
  }

  async endOthers(
    session: LiveSession | undefined,
    form: Parameters,
    browser: Browser,
  ): Promise<void> {
    if (session === undefined) return this.endOthersAgain(form, browser);
    this.frames.checkForm(form, session, browser);
    if (!(await this.isProven(session, browser))) return;
    await this.others.end(session, browser);
    this.notices.leave('others-ended', session, browser);
  }

  /** The session has a new cookie by the same form, and this browser dropped the answer. */
  private async endOthersAgain(form: Parameters, browser: Browser): Promise<void> {
    const kept = await this.others.sessions.carriedOver(browser);
    if (kept === undefined || !this.frames.wasShownIn(kept.id, form, browser)) {
      await this.reauthentication.ask(SESSIONS, browser);
      return;
    }
    await this.others.sessions.answer(browser, kept);
    this.notices.leave('others-ended', kept, browser);
  }

  private async isProven(session: LiveSession, browser: Browser): Promise<boolean> {
    return this.reauthentication.isProven(session, JUST_PROVEN.within, SESSIONS, browser);
  }
}
