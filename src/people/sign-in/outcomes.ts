import { Injectable } from '@nestjs/common';
import type { Browser } from '#platform/http';
import type { Parameters } from '#protocol';
import type { User } from '#people/users';
import { FactorLimits } from './factor-limits.js';
import type { Interaction } from './interaction.js';
import type { ProofDetails, RegisteredMethod, Refusal } from './methods/sign-in-method.js';
import { UpstreamProofs } from './methods/upstream/upstream-proofs.js';
import { Proofs } from './proofs.js';
import { SignInJournal } from './sign-in-journal.js';
import { type PageStep, SignInPages } from './sign-in-pages.js';

/** A form as it came. */
export interface Sent {
  readonly interaction: Interaction;
  readonly form: Parameters;
  readonly browser: Browser;
  /** Whom it was asked of, where they are known. */
  readonly person?: User | undefined;
  /** The authentication context that it had to reach. */
  readonly acr?: string | undefined;
  /** Until when they may put it off. */
  readonly until?: number;
}

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
    { interaction, browser }: Pick<Sent, 'interaction' | 'browser'>,
    details?: ProofDetails,
  ): Promise<boolean> {
    if (!method.primary) await this.limits.giveBack(user);
    this.journal.succeeded(method, user, interaction, browser);
    const { sessionId, upstream } = await this.proofs.accept(
      ...([interaction, method, user, browser, details] as const),
    );
    if (sessionId === undefined) return false;
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
