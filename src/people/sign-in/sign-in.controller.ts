import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  Browser,
  BrowserBinding,
  ErrorForPeople,
  FormParameters,
  type HttpReply,
  type HttpRequest,
  PageEndpoint,
  Public,
  QueryParameters,
} from '#platform/http';
import { Logger } from '#platform/logging';
import { textsFor } from '#platform/texts';
import { Parameters } from '#protocol';
import { Sessions } from '#people/sessions';
import { SecondFactorDuty, type User } from '#people/users';
import { AskedFactors } from './asked-factors.js';
import type { Interaction } from './interaction.js';
import { Interactions } from './interactions.js';
import { runStrategy, type StrategyOutcome } from './methods/passport-bridge.js';
import {
  isMethodReference,
  type RegisteredMethod,
  type Refusal,
} from './methods/sign-in-method.js';
import { SignInMethods } from './methods/sign-in-methods.js';
import { Outcomes, type Sent } from './outcomes.js';
import { SignIn } from './sign-in.js';
import { formOfStep, SignInPages } from './sign-in-pages.js';
import { Journeys } from './journeys.js';

/**
 * Takes what people prove: each form adds one fact to the interaction, or none. What is asked next is not
 * decided here.
 */
@ApiExcludeController()
@PageEndpoint('authorization', { popups: true })
@Controller('interaction')
export class SignInController {
  constructor(
    private readonly interactions: Interactions,
    private readonly methods: SignInMethods,
    private readonly signIn: SignIn,
    private readonly asked: AskedFactors,
    private readonly outcomes: Outcomes,
    private readonly pages: SignInPages,
    private readonly browsers: BrowserBinding,
    private readonly sessions: Sessions,
    private readonly journeys: Journeys,
    private readonly logger: Logger,
    private readonly duty: SecondFactorDuty,
  ) {}

  /** Somebody comes back from the server to which a method sent them. */
  @Public()
  @Get('callback/:name')
  async comeBack(
    @Param('name') name: string,
    @QueryParameters() query: Parameters,
    @Req() request: HttpRequest,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    query.rejectDuplicates();
    const journey = this.journeys.end(name, query.get('state'), browser);
    const interaction = await this.interactions.find(journey.uid, browser);
    if (interaction.answered || interaction.uid !== journey.uid) {
      browser.redirect(interaction.returnTo);
      return;
    }
    const method = this.methods.at(journey.path);
    const outcome = await runStrategy(method.method.strategy, {
      ...{ method: 'GET', url: request.raw.url ?? '', headers: browser.headers },
      ...{ query: query.toJSON(), body: {}, session: journey.session },
      attempt: { interaction, browser, person: undefined, form: Parameters.none },
    });
    await this.settle(outcome, method, { interaction, browser, form: Parameters.none });
  }

  @Public()
  @Post(':uid/:path')
  async prove(
    @Param('uid') uid: string,
    @Param('path') path: string,
    @FormParameters() form: Parameters,
    @Req() request: HttpRequest,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    form.rejectDuplicates();
    const method = this.methods.at(path);
    // First, so that another site can spend nobody's attempts (attack A29).
    if (method.primary) this.browsers.checkForm(browser, uid, form.get('csrf'));
    const interaction = await this.interactions.find(uid, browser);
    const asked = method.primary
      ? undefined
      : await this.asked.admit('second_factor', { uid, path }, { interaction, form, browser });
    if (!method.primary && asked === undefined) return;
    const session: Record<string, unknown> = {};
    const outcome = await runStrategy(method.method.strategy, {
      ...{ method: 'POST', url: request.raw.url ?? '', headers: browser.headers },
      ...{ query: {}, body: form.toJSON(), session },
      attempt: { interaction, browser, person: asked?.person, form },
    });
    if (outcome.kind === 'redirect') {
      this.journeys.begin({ uid: interaction.uid, name: method.name, path, session }, browser);
      browser.redirect(outcome.url);
      return;
    }
    await this.settle(outcome, method, { interaction, browser, form, ...asked });
  }

  /** "Try another way": another form is shown, and nothing else happens. */
  @Public()
  @Get(':uid/with/:path')
  async showOther(
    @Param('uid') uid: string,
    @Param('path') path: string,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    this.methods.at(path);
    const interaction = await this.interactions.find(uid, browser);
    const session = await this.sessions.current(browser);
    const person = await this.signIn.personOf(interaction, session);
    const { requirement, prompt, answered } = interaction;
    const assessment = await this.signIn.judge(requirement, session, interaction);
    const asked = assessment.kind === 'ask' && assessment.step === 'second_factor';
    if (asked && prompt === 'login' && !answered && interaction.uid === uid) {
      await this.pages.show('second_factor', interaction, person, browser, {
        path,
        acr: assessment.acr,
      });
      return;
    }
    browser.redirect(`/interaction/${interaction.uid}`);
  }

  /** What a method's script asks between the page and its form. */
  @Public()
  @Post(':uid/:path/:call')
  async call(
    @Param('uid') uid: string,
    @Param('path') path: string,
    @Param('call') name: string,
    @Body() body: unknown,
    @Req() request: HttpRequest,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    const method = this.methods.at(path);
    const calls = method.method.calls ?? {};
    const call = Object.hasOwn(calls, name) ? calls[name] : undefined;
    if (call === undefined || body instanceof Parameters)
      throw new ErrorForPeople('nothingHere', { status: 404 });
    const interaction = await this.interactions.find(uid, browser);
    const session = await this.sessions.current(browser);
    const person = method.primary ? undefined : await this.signIn.personOf(interaction, session);
    const subject = formOfStep(method.primary ? 'login' : 'second_factor', interaction, person);
    const token = request.headers['x-csrf-token'];
    this.browsers.checkForm(browser, subject, typeof token === 'string' ? token : undefined);
    void reply.send(await call(body, { interaction, browser, person }));
  }

  private async settle(
    outcome: StrategyOutcome,
    method: RegisteredMethod,
    sent: Sent,
  ): Promise<void> {
    const { interaction, browser, person } = sent;
    if (outcome.kind === 'error' && method.kind !== 'federated') throw asError(outcome.error);
    if (outcome.kind === 'success') {
      const user = outcome.user as User;
      if (person !== undefined && person.sub !== user.sub)
        throw new Error('somebody else proved it');
      const { expectedUser } = interaction.requirement;
      if (expectedUser === undefined || expectedUser === user.sub) {
        const proven = { ...method, amr: amrIn(outcome.info) ?? method.amr };
        const signedIn = await this.outcomes.accept(proven, user, sent);
        const asked = signedIn && (await this.mayPutOff(user, interaction));
        const goesOn = signedIn && !asked;
        browser.redirect(goesOn ? interaction.returnTo : `/interaction/${interaction.uid}`);
        return;
      }
    }
    const step = method.primary ? 'login' : 'second_factor';
    const refusal = this.refusalOf(outcome, method, browser);
    await this.outcomes.refuse(step, method, refusal, sent);
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
    if (outcome.kind === 'success') return { text: textsFor().signInSteps.otherPerson };
    if (outcome.kind === 'fail') return refusalIn(outcome.challenge);
    if (outcome.kind !== 'error') return {};
    const { message } = asError(outcome.error);
    const { requestId } = origin;
    this.logger.write('warn', 'another server did not sign anybody in', {
      ...{ requestId, method: name, reason: message },
    });
    return { text: textsFor().signInSteps.elsewhereFailed, status: 502 };
  }
}

/** What a strategy gave to `fail`: our own refusal, passport's `{ message }`, or nothing of use. */
function refusalIn(challenge: unknown): Refusal {
  const given = typeof challenge === 'object' && challenge !== null ? challenge : {};
  const { text, status, reason } = given as Partial<Refusal>;
  return {
    ...(typeof text === 'string' ? { text } : {}),
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
