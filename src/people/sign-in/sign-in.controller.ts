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
import { Parameters } from '#protocol';
import { Sessions } from '#people/sessions';
import { AskedFactors } from './asked-factors.js';
import { Interactions } from './interactions.js';
import { runStrategy } from './methods/passport-bridge.js';
import { SignInMethods } from './methods/sign-in-methods.js';
import { Proving } from './proving.js';
import { RepeatedForms } from './repeated-forms.js';
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
    private readonly proving: Proving,
    private readonly pages: SignInPages,
    private readonly browsers: BrowserBinding,
    private readonly sessions: Sessions,
    private readonly journeys: Journeys,
    private readonly repeated: RepeatedForms,
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
    await this.proving.comeBack(journey, { query, url: request.raw.url ?? '' }, browser);
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
    const sent = { interaction, form, browser };
    if (!method.primary && (await this.repeated.goesOn(sent))) return;
    const asked = method.primary
      ? undefined
      : await this.asked.admit('second_factor', { uid, path }, sent);
    if (!method.primary && asked === undefined) return;
    const session: Record<string, unknown> = {};
    const outcome = await runStrategy(method.method.strategy, {
      ...{ method: 'POST', url: request.raw.url ?? '', headers: browser.headers },
      ...{ query: {}, body: form.toJSON(), session },
      attempt: { interaction, browser, person: asked?.person, form },
    });
    if (outcome.kind === 'redirect') {
      const keep = form.get('keep') === 'on';
      if (keep !== interaction.keep) await this.interactions.recordWish(interaction.uid, keep);
      this.journeys.begin({ uid: interaction.uid, name: method.name, path, session }, browser);
      browser.redirect(outcome.url);
      return;
    }
    const refused = !method.primary && outcome.kind === 'fail';
    if (refused && (await this.repeated.hasGoneOn(sent))) return;
    await this.proving.settle(outcome, method, { ...sent, ...asked });
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
    const { kind } = this.methods.at(path);
    const interaction = await this.interactions.find(uid, browser);
    if (kind === 'federated') {
      // Who they are is asked again; that proves nothing, and ends nothing.
      await this.interactions.recordIdentifier(interaction.uid, '');
      browser.redirect(`/interaction/${interaction.uid}`);
      return;
    }
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
}
