import { Controller, Get, Post, Res } from '@nestjs/common';
import {
  ApiExcludeEndpoint,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { Events } from '#platform/events';
import { readUserCode, showUserCode } from '#tokens/device-authorization';
import {
  Browser,
  BrowserBinding,
  FormParameters,
  type HttpReply,
  PageEndpoint,
  QueryParameters,
  RequireSession,
} from '#platform/http';
import type { Said } from '#platform/texts';
import { OAuthError, type Parameters } from '#protocol';
import { CurrentSession, type LiveSession } from '#people/sessions';
import { Interactions, requirementOf, SignIn } from '#people/sign-in';
import { DeviceApprovals } from './device-approvals.js';
import { confirmForm, DevicePages, enterForm, type Visit } from './device-pages.js';
import { type DeviceQuestion, DeviceQuestions } from './device-questions.js';
import { UserCodeGuesses } from './user-code-guesses.js';

const PAGE = '/device';
/** As much of a wrong code as is shown again. */
const SHOWN = 32;

/** Where people allow a device what it asks for (RFC 8628 §3.3). */
@ApiTags('authorization')
@PageEndpoint()
@Controller('device')
export class DeviceController {
  constructor(
    private readonly pages: DevicePages,
    private readonly questions: DeviceQuestions,
    private readonly approvals: DeviceApprovals,
    private readonly guesses: UserCodeGuesses,
    private readonly signIn: SignIn,
    private readonly interactions: Interactions,
    private readonly browsers: BrowserBinding,
    private readonly events: Events,
  ) {}

  /** The code in the address is only filled in (`verification_uri_complete`, §3.3.1). */
  @RequireSession(PAGE)
  @Get()
  @ApiOperation({
    summary: 'Ask a person for the code that a device shows',
    description:
      'The verification_uri of RFC 8628 §3.3: a page for people, to be opened in a browser.',
  })
  @ApiQuery({
    name: 'user_code',
    required: false,
    description: 'Filled in, to be compared with what the device shows (RFC 8628 §3.3.1).',
    schema: { type: 'string', maxLength: SHOWN },
  })
  @ApiOkResponse({ content: { 'text/html': { schema: { type: 'string' } } } })
  @ApiResponse({
    status: 303,
    description: 'Nobody is signed in: to where they can.',
    headers: { Location: { required: true, schema: { type: 'string' } } },
  })
  show(
    @CurrentSession() session: LiveSession,
    @QueryParameters() query: Parameters,
    @Res() reply: HttpReply,
  ): void {
    const browser = new Browser(reply);
    this.pages.enter({ session, browser }, query.get('user_code')?.slice(0, SHOWN));
  }

  @RequireSession(PAGE)
  @Post()
  @ApiExcludeEndpoint()
  async enter(
    @CurrentSession() session: LiveSession,
    @FormParameters() form: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    this.browsers.checkForm(browser, enterForm(session), form.get('csrf'));
    form.rejectDuplicates();
    const visit: Visit = { session, browser };
    const typed = form.get('user_code') ?? '';
    const refuse = (text: Said, status: number): void => {
      this.events.note({
        type: 'user_code.refused',
        actor: { kind: 'user', id: session.userId },
        userId: session.userId,
        origin: browser.origin,
        facts: { throttled: status === 429 },
      });
      this.pages.enter(visit, typed.slice(0, SHOWN), { text, status });
    };
    const counted = await this.guesses.take(session, browser.origin);
    if (counted === undefined) {
      browser.setHeader('retry-after', '60');
      refuse((t) => t.device.tooMany, 429);
      return;
    }
    const question = await this.questions.find(readUserCode(typed) ?? '', session);
    if (question === undefined) {
      refuse((t) => t.device.unknownCode, 400);
      return;
    }
    await this.guesses.giveBack(counted);
    if (!(await this.mayApprove(question, visit))) return;
    if (question.granted.scope.length === 0) {
      throw OAuthError.accessDenied('The device asks for what only admins can allow.');
    }
    await this.pages.confirm(visit, question);
  }

  @RequireSession(PAGE)
  @Post('approve')
  @ApiExcludeEndpoint()
  async approve(
    @CurrentSession() session: LiveSession,
    @FormParameters() form: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    await this.decide('approve', { session, browser: new Browser(reply) }, form);
  }

  @RequireSession(PAGE)
  @Post('deny')
  @ApiExcludeEndpoint()
  async deny(
    @CurrentSession() session: LiveSession,
    @FormParameters() form: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    await this.decide('deny', { session, browser: new Browser(reply) }, form);
  }

  /** Somebody can have left the group, or been signed in too long, while they looked at the page. */
  private async mayApprove(question: DeviceQuestion, visit: Visit): Promise<boolean> {
    if (question.admitted) return this.isMet(question, visit);
    await this.refuse(question, visit);
    return false;
  }

  /**
   * Whether the person is signed in as the device's client asks; they are sent to prove it otherwise.
   * @throws OAuthError `access_denied` when they cannot
   */
  private async isMet(
    { client, device, granted }: DeviceQuestion,
    { session, browser }: Visit,
  ): Promise<boolean> {
    const requirement = { ...requirementOf(client, granted), expectedUser: session.userId };
    const assessment = await this.signIn.judge(requirement, session);
    if (assessment.kind === 'met') return true;
    if (assessment.kind === 'unmeetable') {
      throw OAuthError.accessDenied('You cannot sign in as strongly as the device asks.');
    }
    const path = `${PAGE}?user_code=${showUserCode(device.userCode)}`;
    await this.interactions.askToSignIn(path, browser, requirement);
    return false;
  }

  /** Says that the client does not let the person in. */
  private async refuse(question: DeviceQuestion, visit: Visit): Promise<void> {
    const { sub: id } = question.user;
    this.events.note({
      ...{ type: 'access.refused', actor: { kind: 'user', id }, clientId: question.client.id },
      ...{ userId: id, origin: visit.browser.origin },
    });
    await this.pages.noAccess(visit, question);
  }

  /** Decides about what the person saw, if it still waits, and shows what was decided. */
  private async decide(what: 'approve' | 'deny', visit: Visit, form: Parameters): Promise<void> {
    const { session, browser } = visit;
    const userCode = readUserCode(form.get('user_code') ?? '') ?? '';
    this.browsers.checkForm(browser, confirmForm(session, userCode), form.get('csrf'));
    form.rejectDuplicates();
    const question = await this.questions.find(userCode, session);
    if (question !== undefined) {
      // Whoever says no has to prove nothing for it.
      if (what === 'approve' && !(await this.mayApprove(question, visit))) return;
      await this.approvals[what](question, session, browser.origin);
    }
    const decision = await this.questions.decision(userCode, session);
    if (decision !== undefined) this.pages.done(visit, decision === 'approved');
    else this.pages.enter(visit, '', { text: (t) => t.device.over, status: 400 });
  }
}
