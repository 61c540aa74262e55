import { Controller, Get, Param, Post, Res, UseGuards } from '@nestjs/common';
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
  Cookies,
  FormParameters,
  type HttpReply,
  PageEndpoint,
  Public,
  QueryParameters,
} from '#platform/http';
import { textsFor } from '#platform/texts';
import { coversScope, epochSeconds, type Parameters } from '#protocol';
import { ResourceServers } from '#registry/resources';
import { type Session, Sessions } from '#people/sessions';
import { DEVICE_COOKIE, DEVICE_COOKIE_LIFETIME, permitted, UserRepository } from '#people/users';
import { type Approval, formOf, InteractionPages, OTHER } from './interaction-pages.js';
import type { Interaction } from './interaction.js';
import { Interactions } from './interactions.js';
import { PasswordSignInGuard, SignIn, type SignInAnswer } from './password-sign-in.guard.js';
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
    private readonly browsers: BrowserBinding,
    private readonly cookies: Cookies,
    private readonly sessions: Sessions,
    private readonly clients: Clients,
    private readonly users: UserRepository,
    private readonly consents: Consents,
    private readonly resourceServers: ResourceServers,
    private readonly transactions: Transactions,
    private readonly events: Events,
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
    const signedIn = session !== undefined && session.id === interaction.sessionId;
    const over = interaction.answered || interaction.uid !== uid;
    if (over || (interaction.prompt === 'login' && signedIn)) {
      goOn(interaction, browser);
      return;
    }
    if (interaction.prompt === 'login') {
      const known =
        session && query.get('user') !== OTHER ? await this.users.find(session.userId) : undefined;
      return this.pages.login(interaction, browser, known?.username);
    }
    const approval = await this.approval(interaction, session);
    // Signed out meanwhile, or nothing to ask: the request goes on and decides again.
    if (interaction.prompt === 'resume' || approval === undefined) {
      goOn(interaction, browser);
      return;
    }
    const page = interaction.prompt === 'consent' ? 'consent' : 'selectAccount';
    return this.pages[page](interaction, approval, browser);
  }

  @Public()
  @UseGuards(PasswordSignInGuard)
  @Post('login')
  async login(
    @SignIn() { outcome, interaction }: SignInAnswer,
    @FormParameters() form: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    if (outcome.kind === 'signed-in') {
      const proof = [{ method: 'pwd', at: epochSeconds() }];
      const sessionId = await this.sessions.signIn(outcome.user, proof, browser);
      await this.interactions.recordSignIn(interaction.uid, sessionId);
      this.cookies.write(browser, DEVICE_COOKIE, outcome.deviceId, {
        maxAge: DEVICE_COOKIE_LIFETIME,
      });
      goOn(interaction, browser);
      return;
    }
    // The same page for an unknown name, a wrong password and too many of them (attacks I01, I07).
    if (outcome.kind === 'throttled') browser.setHeader('retry-after', '1');
    return this.pages.login(interaction, browser, undefined, {
      text: textsFor().signIn.wrong,
      status: outcome.kind === 'throttled' ? 429 : 400,
      username: form.get('username') ?? '',
    });
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
    const shown = interaction.prompt === 'login' ? uid : formOf(uid, session);
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
    this.events.note({ type: 'consent.denied', actor, clientId, userId, origin });
    if (clientId === undefined) {
      browser.redirect('/');
      return;
    }
    goOn(interaction, browser);
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
    const asked = await this.resourceServers.grantOf(requestedScope(parameters));
    const granted = permitted(asked, user);
    const claims = requestedClaims(parameters, granted.scope, client);
    return { user, session, clientId, granted, claims };
  }
}

/** Whether it was not given in this interaction before, by a form that is sent again. */
function isNew({ granted }: Approval, { answered, approvedScope }: Interaction): boolean {
  return !answered && !(approvedScope !== undefined && coversScope(approvedScope, granted.scope));
}

function goOn(interaction: Interaction, browser: Browser): void {
  browser.redirect(interaction.returnTo);
}
