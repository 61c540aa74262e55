import { Injectable } from '@nestjs/common';
import { BrowserBinding } from '#platform/http';
import type { Texts } from '#platform/texts';
import { Sessions } from '#people/sessions';
import type { User } from '#people/users';
import type { SignInStep } from './assessment.js';
import { FactorLimits } from './factor-limits.js';
import type { Sent } from './sent.js';
import { SignIn } from './sign-in.js';
import type { PageStep } from './page-offers.js';
import { formOfStep, SignInPages } from './sign-in-pages.js';

/** Who is asked for what. */
export interface Asked {
  readonly person: User;
  readonly step: PageStep;
  readonly acr?: string | undefined;
  /** Until when they may put it off. */
  readonly until?: number;
}

/** The forms of steps that follow on the primary proof: sent by whom they were shown to, while they are asked. */
@Injectable()
export class AskedFactors {
  constructor(
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    private readonly browsers: BrowserBinding,
    private readonly limits: FactorLimits,
    private readonly pages: SignInPages,
  ) {}

  /**
   * Of whom the step is asked, and what it has to reach, with one try less.
   * @returns undefined when they were sent on, to begin again with the primary proof perhaps
   */
  async admit(
    step: SignInStep,
    { uid: sentTo, path }: { readonly uid: string; readonly path: string },
    { interaction, form, browser }: Sent,
  ): Promise<Asked | undefined> {
    const { uid, requirement } = interaction;
    if (uid !== sentTo) {
      // The page was open for too long: what was proven before it counts no more.
      browser.redirect(`/interaction/${uid}`);
      return undefined;
    }
    const session = await this.sessions.current(browser);
    const person = await this.signIn.personOf(interaction, session);
    if (person === undefined) {
      // Ended meanwhile: they begin again, and nothing comes of the form.
      browser.redirect(`/interaction/${uid}`);
      return undefined;
    }
    this.browsers.checkForm(browser, formOfStep(step, interaction, person), form.get('csrf'));
    const assessment = await this.signIn.judge(requirement, session, interaction);
    const asked = assessment.kind === 'ask' && assessment.step === step;
    if (asked && !interaction.answered) {
      const taken = await this.limits.take(interaction, person, browser);
      const { acr } = assessment;
      if (taken === 'taken') return { person, step, acr };
      if (taken === 'none today') {
        const refusal = { text: (t: Texts) => t.signInSteps.tooMany, status: 429 } as const;
        await this.pages.show(step, interaction, person, browser, { path, refusal, form, acr });
        return undefined;
      }
    }
    browser.redirect(`/interaction/${uid}`);
    return undefined;
  }
}
