import { Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type Effects, ForeseenEffects, RefusedChange } from '#platform/changes';
import {
  Browser,
  FormParameters,
  type HttpReply,
  PageEndpoint,
  RequireSession,
} from '#platform/http';
import { Mails } from '#platform/mail';
import { fill, type Said } from '#platform/texts';
import type { Parameters } from '#protocol';
import { CurrentSession, type LiveSession } from '#people/sessions';
import { Reauthentication } from '#people/sign-in';
import { type UserDetailResponse, UsersController } from '#people/users';
import { Desk } from './desk.js';
import { personActionPage } from './desk.pages.js';
import { DESK, foundPerson } from './find.controller.js';
import { isBeyond } from './person.controller.js';
import { type ActionName, ACTIONS, isAction } from './person-actions.js';
import { notHere, type Visitor } from './visitor.js';

interface Asked {
  readonly visitor: Visitor;
  readonly name: ActionName;
  readonly person: UserDetailResponse;
  /** The card of the person. */
  readonly card: string;
}

/** Something that is done for somebody: what would come of it, and the form that does it. */
@ApiExcludeController()
@PageEndpoint()
@Controller('desk/people/:sub')
export class PersonActionController {
  constructor(
    private readonly desk: Desk,
    private readonly reauthentication: Reauthentication,
    private readonly effects: ForeseenEffects,
    private readonly mails: Mails,
  ) {}

  @RequireSession(DESK)
  @Get(':action')
  async confirm(
    @CurrentSession() session: LiveSession,
    @Param('sub') sub: string,
    @Param('action') action: string,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const asked = await this.asked(await this.desk.admit(session, new Browser(reply)), sub, action);
    const { visitor, name, person, card } = asked;
    if (!(await this.isProven(asked, { form: false }))) return;
    const { obstacle, effects } = await this.foresee(asked);
    const page = personActionPage.render({
      csrf: this.desk.csrfToken(visitor),
      person: foundPerson(person),
      title: (t) => t.desk.actions[name].title,
      lead: (t) => t.desk.actions[name].lead,
      ...{ effects, obstacle, action: `${card}/${name}`, cancelUrl: card },
      danger: ACTIONS[name].danger,
    });
    visitor.browser.show(page, { status: obstacle === undefined ? 200 : 409 });
  }

  @RequireSession(DESK)
  @Post(':action')
  async do(
    @CurrentSession() session: LiveSession,
    @Param('sub') sub: string,
    @Param('action') action: string,
    @FormParameters() form: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const asked = await this.asked(await this.desk.admit(session, new Browser(reply)), sub, action);
    const { visitor, name, card } = asked;
    this.desk.checkForm(form, visitor);
    if (!(await this.isProven(asked, { form: true }))) return;
    await ACTIONS[name].do(visitor, sub);
    this.desk.leave(`desk-${name}`, visitor, card);
  }

  private async asked(visitor: Visitor, sub: string, name: string): Promise<Asked> {
    if (!isAction(name) || !ACTIONS[name].may(visitor)) throw notHere();
    const person = await visitor.ask(UsersController, 'read', async (read, { caller }) => {
      return (await read(sub, caller)).body;
    });
    return { visitor, name, person, card: `/desk/people/${person.sub}` };
  }

  /** As fresh and as strong a sign-in as the operation asks of tokens (RFC 9470). */
  private async isProven(
    { visitor, name, card }: Asked,
    sent: { readonly form: boolean },
  ): Promise<boolean> {
    const within = ACTIONS[name].stepUp(visitor)?.maxAge;
    if (within === undefined) return true;
    const { session, browser } = visitor;
    return this.reauthentication.isProven(session, within, `${card}/${name}`, browser, sent);
  }

  private async foresee({ visitor, name, person }: Asked) {
    const work = () => ACTIONS[name].do(visitor, person.sub);
    try {
      const { effects } = await this.effects.rehearse(work);
      return { effects: inWords(effects), obstacle: undefined };
    } catch (error) {
      if (!(error instanceof RefusedChange)) throw error;
      return { effects: [], obstacle: this.obstacleTo(person, visitor) ?? error.detail };
    }
  }

  private obstacleTo(person: UserDetailResponse, visitor: Visitor): Said | undefined {
    if (isBeyond(person, visitor)) return (t) => t.desk.beyond;
    if (!this.mails.on) return (t) => t.desk.obstacles.mailIsOff;
    if (person.email === undefined) return (t) => t.desk.obstacles.noAddress;
    return person.disabled ? (t) => t.desk.obstacles.disabled : undefined;
  }
}

function inWords({ sessionsEnded = 0, authorizationsEnded = 0, clientsTold = [] }: Effects) {
  const sentences: (Said | false)[] = [
    sessionsEnded > 0 && ((t) => fill(t.desk.effects.sessions, { count: sessionsEnded })),
    authorizationsEnded > 0 && ((t) => fill(t.desk.effects.access, { count: authorizationsEnded })),
    clientsTold.length > 0 && ((t) => fill(t.desk.effects.told, { names: clientsTold.join(', ') })),
  ];
  return sentences.filter((one) => one !== false);
}
