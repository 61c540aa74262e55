import { Injectable } from '@nestjs/common';
import type { User } from '#people/users';
import { FactorLimits } from './factor-limits.js';
import type { ProofDetails, RegisteredMethod, Refusal } from './methods/sign-in-method.js';
import { UpstreamProofs } from './methods/upstream/upstream-proofs.js';
import { Proofs } from './proofs.js';
import type { Sent } from './sent.js';
import { SignInJournal } from './sign-in-journal.js';
import type { PageStep } from './page-offers.js';
import { SignInPages } from './sign-in-pages.js';

/** What comes of a form: the proof is taken, or the page is shown again. */
@Injectable()
export class Outcomes {
  constructor(
    private readonly limits: FactorLimits,
    private readonly journal: SignInJournal,
    private readonly proofs: Proofs,
    private readonly pages: SignInPages,
    private readonly upstream: UpstreamProofs,
  ) {}

  /** @returns whether they are signed in by it */
  async accept(
    method: RegisteredMethod,
    user: User,
    sent: Sent,
    details?: ProofDetails,
  ): Promise<boolean> {
    const { interaction, browser } = sent;
    if (!method.primary) await this.limits.giveBack(user);
    this.journal.succeeded(method, user, interaction, browser);
    const { sessionId, upstream, newBrowser } = await this.proofs.accept(
      method,
      user,
      sent,
      details,
    );
    if (sessionId === undefined) return false;
    if (newBrowser) this.journal.newBrowser(user, interaction, browser);
    if (upstream !== undefined) {
      const session = { id: sessionId, userId: user.sub };
      await this.upstream.signedIn(session, upstream, browser.origin);
    }
    return true;
  }

  async refuse(
    step: PageStep,
    method: RegisteredMethod,
    refusal: Refusal,
    { interaction, form, browser, person, ...asked }: Sent,
  ): Promise<void> {
    const { path } = method;
    this.journal.failed(method, person, interaction, browser, refusal.reason);
    await this.pages.show(step, interaction, person, browser, {
      ...{ path, refusal, form, acr: asked.acr },
      ...(asked.until === undefined ? {} : { until: asked.until }),
    });
  }
}
