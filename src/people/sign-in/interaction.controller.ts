import { Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Transactions } from '#platform/database';
import { Events } from '#platform/events';
import { Clients } from '#registry/clients';
import { Consents } from '#people/consent';
import {
  type Actor,
  ANONYMOUS,
  Browser,
  BrowserBinding,
  FormParameters,
  type HttpReply,
  PageEndpoint,
  Public,
  QueryParameters,
} from '#platform/http';
import { coversScope, type Parameters } from '#protocol';
import { ResourceServers } from '#registry/resources';
import { type Session, Sessions } from '#people/sessions';
import { isAdmitted, permitted, SecondFactorDuty, type User, UserRepository } from '#people/users';
import { HomeRealms } from './home-realms.js';
import { type Approval, formOf, InteractionPages, OTHER } from './interaction-pages.js';
import type { Interaction } from './interaction.js';
import { Interactions } from './interactions.js';
import { SignInMethods } from './methods/sign-in-methods.js';
import { SignIn } from './sign-in.js';
import { formOfStep, SignInPages } from './sign-in-pages.js';
import { requestedClaims, requestedScope } from './requested-scope.js';

/**
 * The pages on which people sign in and consent. Each step records what the person did and sends
 * the request on its way again; what happens next is not decided here.
 */
@ApiExcludeController()
@PageEndpoint('authorization', { popups: true })
@Controller('interaction/:uid')
export class InteractionController {
  constructor(
    private readonly interactions: Interactions,
    private readonly pages: InteractionPages,
    private readonly steps: SignInPages,
    private readonly signIn: SignIn,
    private readonly methods: SignInMethods,
    private readonly browsers: BrowserBinding,
    private readonly sessions: Sessions,
    private readonly clients: Clients,
    private readonly users: UserRepository,
    private readonly consents: Consents,
    private readonly resourceServers: ResourceServers,
    private readonly transactions: Transactions,
    private readonly events: Events,
    private readonly duty: SecondFactorDuty,
    private readonly realms: HomeRealms,
  ) {}

  @Public()
  @Get()
  async show(
    @Param('uid') uid: string,
    @QueryParameters() query: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    const interaction = await this.interactions.find(uid, browser);
    const session = await this.sessions.current(browser);
    // Whoever comes back to a page, having done what it asks or after too long, goes on.
    const over = interaction.answered || interaction.uid !== uid;
    if (over) {
      goOn(interaction, browser);
      return;
    }
    if (interaction.prompt === 'login') {
      if (query.get('user') === OTHER && interaction.proven === undefined) {
        return this.steps.show('login', interaction, undefined, browser);
      }
      const assessment = await this.signIn.judge(interaction.requirement, session, interaction);
      if (assessment.kind !== 'ask') {
        goOn(interaction, browser);
        return;
      }
      const person = await this.signIn.personOf(interaction, session);
      const { step, acr } = assessment;
      if (step === 'login' && (await this.realms.lead(interaction, person, browser))) return;
      return this.steps.show(step, interaction, person, browser, { acr });
    }
    if (interaction.prompt === 'grace') {
      const person = await this.signIn.personOf(interaction, session);
      return this.offerToPutOff(interaction, person, browser);
    }
    if (interaction.prompt === 'recovery') {
      const person = await this.signIn.personOf(interaction, session);
      return this.offerRecovery(interaction, person, browser);
    }
    const approval = await this.approval(interaction, session);
    // Signed out meanwhile, or nothing to ask: the request goes on and decides again.
    if (interaction.prompt === 'resume' || approval === undefined) {
      goOn(interaction, browser);
      return;
    }
    if (interaction.prompt === 'no_access') return this.refuse(interaction, approval, browser);
    const page = interaction.prompt === 'consent' ? 'consent' : 'selectAccount';
    return this.pages[page](interaction, approval, browser);
  }

  @Public()
  @Post('consent')
  async approve(
    @Param('uid') uid: string,
    @FormParameters() form: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    const session = await this.sessions.current(browser);
    this.browsers.checkForm(browser, formOf(uid, session), form.get('csrf'));
    const interaction = await this.interactions.find(uid, browser);
    const approval = await this.approval(interaction, session);
    if (
      interaction.prompt === 'consent' &&
      approval !== undefined &&
      isNew(approval, interaction)
    ) {
      const { user, granted, claims, clientId } = approval;
      const [userId, origin] = [user.sub, browser.origin];
      const actor = { kind: 'user', id: userId } as const;
      await this.transactions.run(async (manager) => {
        const { id } = await this.consents.grant(manager, { userId, clientId, granted, claims });
        const facts = { scope: granted.scope, claims };
        const what = { clientId, userId, object: { kind: 'consent', id }, facts };
        await this.events.record(manager, { type: 'consent.granted', actor, origin, ...what });
      });
      await this.interactions.recordApproval(interaction.uid, granted.scope);
    }
    goOn(interaction, browser);
  }

  /** They put a second factor off. */
  @Public()
  @Post('later')
  async putOff(
    @Param('uid') uid: string,
    @FormParameters() form: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    const interaction = await this.interactions.find(uid, browser);
    const session = await this.sessions.current(browser);
    const person = await this.signIn.personOf(interaction, session);
    if (person === undefined) {
      goOn(interaction, browser);
      return;
    }
    this.browsers.checkForm(browser, formOfStep('grace', interaction, person), form.get('csrf'));
    if (interaction.prompt === 'grace') await this.interactions.ask(interaction.uid, 'resume');
    goOn(interaction, browser);
  }

  @Public()
  @Post('cancel')
  async cancel(
    @Param('uid') uid: string,
    @FormParameters() form: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    const interaction = await this.interactions.find(uid, browser);
    const session = await this.sessions.current(browser);
    // Every page has this button, each with its own token.
    const shown = await this.formShown(interaction, uid, session, browser, form);
    this.browsers.checkForm(browser, shown, form.get('csrf'));
    const { clientId } = interaction;
    if (interaction.answered) {
      goOn(interaction, browser);
      return;
    }
    await this.interactions.recordDenial(interaction.uid);
    const userId = session?.userId;
    const actor: Actor = userId === undefined ? ANONYMOUS : { kind: 'user', id: userId };
    const origin = browser.origin;
    if (interaction.prompt !== 'no_access') {
      this.events.note({ type: 'consent.denied', actor, clientId, userId, origin });
    }
    if (clientId === undefined) {
      browser.redirect('/');
      return;
    }
    goOn(interaction, browser);
  }

  private async formShown(
    interaction: Interaction,
    uid: string,
    session: Session | undefined,
    browser: Browser,
    form: Parameters,
  ): Promise<string> {
    const { prompt } = interaction;
    const isStep = prompt === 'login' || prompt === 'grace' || prompt === 'recovery';
    if (!isStep) return formOf(uid, session);
    if (this.browsers.vouches(browser, uid, form.get('csrf'))) return uid;
    const person = await this.signIn.personOf(interaction, session);
    return formOfStep('second_factor', interaction, person);
  }

  /** Who will need a second factor sets one up or puts it off; where they may not any more, the request decides. */
  private async offerToPutOff(
    interaction: Interaction,
    person: User | undefined,
    browser: Browser,
  ): Promise<void> {
    const until = person && (await this.duty.putOffUntil(person));
    if (until === undefined) {
      goOn(interaction, browser);
      return;
    }
    await this.steps.show('grace', interaction, person, browser, { until });
  }

  /** What helps when the factor is lost that was just set up; where they have it, the request goes on. */
  private async offerRecovery(
    interaction: Interaction,
    person: User | undefined,
    browser: Browser,
  ): Promise<void> {
    if (person === undefined || (await this.methods.missingRecovery(person)).length === 0) {
      goOn(interaction, browser);
      return;
    }
    await this.steps.show('recovery', interaction, person, browser);
  }

  /** Tells the person that the client does not let them in, unless it does by now. */
  private async refuse(
    interaction: Interaction,
    approval: Approval,
    browser: Browser,
  ): Promise<void> {
    const { clientId, user, admitted } = approval;
    if (admitted) {
      goOn(interaction, browser);
      return;
    }
    const actor = { kind: 'user', id: user.sub } as const;
    const about = { clientId, userId: user.sub, origin: browser.origin };
    this.events.note({ type: 'access.refused', actor, ...about });
    await this.pages.noAccess(interaction, approval, browser);
  }

  /** Who is asked for what. Undefined when nobody is signed in any more. */
  private async approval(
    { clientId, parameters }: Interaction,
    session: Session | undefined,
  ): Promise<Approval | undefined> {
    if (session === undefined || clientId === undefined) return undefined;
    const user = await this.users.find(session.userId);
    const client = await this.clients.find(clientId);
    if (user === undefined || client === undefined) return undefined;
    const asked = await this.resourceServers.grantOf(
      requestedScope(parameters),
      parameters.getAll('resource'),
    );
    const granted = permitted(asked, user);
    const claims = requestedClaims(parameters, granted.scope, client);
    const admitted = isAdmitted(client, user.groups);
    return { user, session, clientId, granted, claims, admitted };
  }
}

/** Whether it was not given in this interaction before, by a form that is sent again. */
function isNew({ granted }: Approval, { answered, approvedScope }: Interaction): boolean {
  return !answered && !(approvedScope !== undefined && coversScope(approvedScope, granted.scope));
}

function goOn(interaction: Interaction, browser: Browser): void {
  browser.redirect(interaction.returnTo);
}
