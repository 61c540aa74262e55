import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Sessions } from '#people/sessions';
import { Interactions } from './interactions.js';
import { causeOf, type Sending } from './sent.js';

/** How often, and milliseconds between. */
const LOOKS = 4;
const BETWEEN_LOOKS = 40;

/**
 * Forms that come twice, as by a double click: the browser drops the first answer, and with it the cookie of the
 * session that began. Whoever sends the very same form a moment later is given it, and goes on.
 */
@Injectable()
export class RepeatedForms {
  constructor(
    private readonly interactions: Interactions,
    private readonly sessions: Sessions,
  ) {}

  /** Whether the same form has signed in, and this browser does not know it: then it is sent on. */
  async goesOn(sent: Sending): Promise<boolean> {
    const { interaction, browser } = sent;
    const { uid, sessionId, answered } = interaction;
    if (sessionId === undefined || answered) return false;
    if ((await this.sessions.current(browser))?.id === sessionId) return false;
    const cause = causeOf(sent);
    if (cause === undefined) return false;
    // The code in a form could be guessed by whoever knows the rest of it (attack I13).
    if (!(await this.interactions.takeTry(uid))) return false;
    if (!(await this.sessions.giveAgain(sessionId, cause, browser))) return false;
    browser.redirect(`/interaction/${uid}`);
    return true;
  }

  /**
   * A code is good once, and the second form is wrong by the time that the first has used it up; a new password is
   * chosen once. What the first has come to stands there a moment later.
   * @returns whether it was sent on
   */
  async hasGoneOn(sent: Sending): Promise<boolean> {
    const { interaction, browser } = sent;
    const { uid, proven } = interaction;
    const before = proven?.factors.length ?? 0;
    for (let look = 0; look < LOOKS; look++) {
      if (look > 0) await sleep(BETWEEN_LOOKS);
      const now = await this.interactions.find(uid, browser);
      const born = interaction.sessionId === undefined && now.sessionId !== undefined;
      const more = born || (now.proven?.factors.length ?? 0) > before;
      if (!now.answered && now.uid === uid && !more) continue;
      if (!(await this.goesOn({ ...sent, interaction: now }))) {
        browser.redirect(`/interaction/${uid}`);
      }
      return true;
    }
    return false;
  }
}
