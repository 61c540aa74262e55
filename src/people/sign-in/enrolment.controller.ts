import { Controller, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  Browser,
  BrowserBinding,
  ErrorForPeople,
  FormParameters,
  type HttpReply,
  PageEndpoint,
  Public,
} from '#platform/http';
import type { Parameters } from '#protocol';
import { Sessions } from '#people/sessions';
import { SecondFactorDuty } from '#people/users';
import { type Asked, AskedFactors } from './asked-factors.js';
import { PersonAuthenticators } from './authenticators/person-authenticators.js';
import { Interactions } from './interactions.js';
import type { RegisteredMethod } from './methods/sign-in-method.js';
import { SignInMethods } from './methods/sign-in-methods.js';
import { Outcomes } from './outcomes.js';
import type { Sent } from './sent.js';
import { RepeatedForms } from './repeated-forms.js';
import { SignIn } from './sign-in.js';
import { formOfStep, SignInPages } from './sign-in-pages.js';

/** Somebody gets a second factor, because what they are on the way to asks for one. */
@ApiExcludeController()
@PageEndpoint('authorization', { popups: true })
@Controller('interaction/:uid/enrol')
export class EnrolmentController {
  constructor(
    private readonly interactions: Interactions,
    private readonly methods: SignInMethods,
    private readonly asked: AskedFactors,
    private readonly outcomes: Outcomes,
    private readonly authenticators: PersonAuthenticators,
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    private readonly browsers: BrowserBinding,
    private readonly pages: SignInPages,
    private readonly duty: SecondFactorDuty,
    private readonly repeated: RepeatedForms,
  ) {}

  @Public()
  @Post(':path')
  async enrol(
    @Param('uid') uid: string,
    @Param('path') path: string,
    @FormParameters() form: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    form.rejectDuplicates();
    const method = this.methods.at(path);
    const { enrolment, recovers } = method.method;
    if (enrolment === undefined) throw new ErrorForPeople('nothingHere', { status: 404 });
    const interaction = await this.interactions.find(uid, browser);
    const sent = { interaction, form, browser };
    if (await this.repeated.goesOn(sent)) return;
    if (recovers === true) {
      await this.keepRecovery(method, sent);
      return;
    }
    const asked =
      interaction.prompt === 'grace'
        ? await this.early(sent)
        : await this.asked.admit('enrolment', { uid, path }, sent);
    if (asked === undefined) return;
    const { person, step } = asked;
    const refusal = await this.authenticators.add(method, person, form, browser);
    if (refusal !== undefined) {
      await this.outcomes.refuse(step, method, refusal, { ...sent, ...asked });
      return;
    }
    const signedIn = await this.outcomes.accept(method, person, sent);
    const missing = signedIn ? await this.methods.missingRecovery(person) : [];
    if (missing.length > 0) await this.interactions.ask(interaction.uid, 'recovery');
    const goesOn = signedIn && missing.length === 0;
    browser.redirect(goesOn ? interaction.returnTo : `/interaction/${interaction.uid}`);
  }

  /** Somebody who is signed in, and has just proven it for this request, sets up what they may put off. */
  private async early(sent: Sent): Promise<Asked | undefined> {
    const { interaction, form, browser } = sent;
    const session = await this.sessions.current(browser);
    const person = await this.signIn.personOf(interaction, session);
    if (person !== undefined) {
      this.browsers.checkForm(browser, formOfStep('grace', interaction, person), form.get('csrf'));
      const proven = interaction.proven !== undefined && interaction.sessionId === session?.id;
      const until = await this.duty.putOffUntil(person);
      if (until !== undefined && proven && !interaction.answered) {
        return { person, step: 'grace', until };
      }
    }
    // Ended meanwhile, or set up by the same form a moment ago.
    if (!(await this.repeated.hasGoneOn(sent))) browser.redirect(interaction.returnTo);
    return undefined;
  }

  /** Somebody who is signed in keeps what helps when the factor is lost that they have just set up. */
  private async keepRecovery(
    method: RegisteredMethod,
    { interaction, form, browser }: Sent,
  ): Promise<void> {
    const session = await this.sessions.current(browser);
    const person = await this.signIn.personOf(interaction, session);
    if (person === undefined) {
      // Ended meanwhile: they begin again, and nothing comes of the form.
      browser.redirect(`/interaction/${interaction.uid}`);
      return;
    }
    this.browsers.checkForm(browser, formOfStep('recovery', interaction, person), form.get('csrf'));
    if (interaction.prompt === 'recovery' && !interaction.answered) {
      const refusal = await this.authenticators.add(method, person, form, browser);
      if (refusal !== undefined) {
        const { path } = method;
        await this.pages.show('recovery', interaction, person, browser, { path, refusal, form });
        return;
      }
    }
    browser.redirect(interaction.returnTo);
  }
}
