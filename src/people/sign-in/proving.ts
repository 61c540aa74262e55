import { Injectable } from '@nestjs/common';
import type { Browser } from '#platform/http';
import { Logger } from '#platform/logging';
import { Parameters } from '#protocol';
import { SecondFactorDuty, type User } from '#people/users';
import type { Interaction } from './interaction.js';
import { Interactions } from './interactions.js';
import type { Journey } from './journeys.js';
import { runStrategy, type StrategyOutcome } from './methods/passport-bridge.js';
import {
  IdentifierKnown,
  isMethodReference,
  LinkToProve,
  ProofDetails,
  type RegisteredMethod,
  type Refusal,
} from './methods/sign-in-method.js';
import { SignInMethods } from './methods/sign-in-methods.js';
import { Outcomes } from './outcomes.js';
import type { Sent } from './sent.js';

/** Takes what a strategy decides: a proof, a refusal, or that an account elsewhere is to be linked first. */
@Injectable()
export class Proving {
  constructor(
    private readonly interactions: Interactions,
    private readonly methods: SignInMethods,
    private readonly outcomes: Outcomes,
    private readonly duty: SecondFactorDuty,
    private readonly logger: Logger,
  ) {}

  /**
   * Somebody comes back from where a method sent them.
   * @param url with its query, as it came
   */
  async comeBack(
    journey: Journey,
    { query, url }: { readonly query: Parameters; readonly url: string },
    browser: Browser,
  ): Promise<void> {
    const interaction = await this.interactions.find(journey.uid, browser);
    if (interaction.answered || interaction.uid !== journey.uid) {
      browser.redirect(interaction.returnTo);
      return;
    }
    const method = this.methods.at(journey.path);
    const outcome = await runStrategy(method.method.strategy, {
      ...{ method: 'GET', url, headers: browser.headers },
      ...{ query: query.toJSON(), body: {}, session: journey.session },
      attempt: { interaction, browser, person: undefined, form: Parameters.none },
    });
    await this.settle(outcome, method, { interaction, browser, form: Parameters.none });
  }

  async settle(outcome: StrategyOutcome, method: RegisteredMethod, sent: Sent): Promise<void> {
    const { interaction, browser, person } = sent;
    if (outcome.kind === 'error' && method.kind !== 'federated') throw asError(outcome.error);
    if (outcome.kind === 'success') {
      const user = outcome.user as User;
      if (person !== undefined && person.sub !== user.sub)
        throw new Error('somebody else proved it');
      if (isWanted(user, interaction)) {
        const { info } = outcome;
        const proven = { ...method, amr: amrIn(info) ?? method.amr };
        const details = info instanceof ProofDetails ? info : undefined;
        const signedIn = await this.outcomes.accept(proven, user, sent, details);
        const goesOn = signedIn && !(await this.mayPutOff(user, interaction));
        browser.redirect(goesOn ? interaction.returnTo : `/interaction/${interaction.uid}`);
        return;
      }
    }
    if (outcome.kind === 'fail' && outcome.challenge instanceof LinkToProve) {
      const { upstream, userId: linksTo } = outcome.challenge;
      await this.interactions.recordUpstream(interaction.uid, { ...upstream, linksTo });
      browser.redirect(`/interaction/${interaction.uid}`);
      return;
    }
    if (outcome.kind === 'fail' && outcome.challenge instanceof IdentifierKnown) {
      await this.interactions.recordIdentifier(interaction.uid, outcome.challenge.identifier);
      browser.redirect(`/interaction/${interaction.uid}`);
      return;
    }
    await this.refuse(outcome, method, sent);
  }

  private async refuse(
    outcome: StrategyOutcome,
    method: RegisteredMethod,
    sent: Sent,
  ): Promise<void> {
    const step = method.primary ? 'login' : 'second_factor';
    await this.outcomes.refuse(step, method, this.refusalOf(outcome, method, sent.browser), sent);
  }

  /** Who will need a second factor is asked at each sign-in whether they set one up now. */
  private async mayPutOff(user: User, { uid }: Interaction): Promise<boolean> {
    if ((await this.duty.putOffUntil(user)) === undefined) return false;
    await this.duty.ask(user);
    await this.interactions.ask(uid, 'grace');
    return true;
  }

  private refusalOf(
    outcome: StrategyOutcome,
    { name }: RegisteredMethod,
    { origin }: Browser,
  ): Refusal {
    if (outcome.kind === 'success') return { text: (t) => t.signInSteps.otherPerson };
    if (outcome.kind === 'fail') return refusalIn(outcome.challenge);
    if (outcome.kind !== 'error') return {};
    const { message } = asError(outcome.error);
    const { requestId } = origin;
    this.logger.write('warn', 'another server did not sign anybody in', {
      ...{ requestId, method: name, reason: message },
    });
    return { text: (t) => t.signInSteps.elsewhereFailed, status: 502 };
  }
}

/** Not everybody is, where it is known who it has to be. */
function isWanted({ sub }: User, { upstream, requirement }: Interaction): boolean {
  const expected = upstream?.linksTo ?? requirement.expectedUser;
  return expected === undefined || expected === sub;
}

/** What a strategy gave to `fail`: our own refusal, passport's `{ message }`, or nothing of use. */
function refusalIn(challenge: unknown): Refusal {
  const given = typeof challenge === 'object' && challenge !== null ? challenge : {};
  const { text, status, reason } = given as Partial<Refusal>;
  return {
    ...(typeof text === 'string' || typeof text === 'function' ? { text } : {}),
    ...(status === 429 ? { status } : {}),
    ...(typeof reason === 'string' ? { reason } : {}),
  };
}

/** What a strategy of ours says that was proven; strategies of others say other things there. */
function amrIn(info: unknown): RegisteredMethod['amr'] | undefined {
  const { amr } = (typeof info === 'object' && info !== null ? info : {}) as { amr?: unknown };
  const named = Array.isArray(amr) && amr.length > 0 && amr.every(isMethodReference);
  // TypeScript does not follow that it is not empty.
  return named ? (amr as unknown as RegisteredMethod['amr']) : undefined;
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('a sign-in strategy failed');
}
