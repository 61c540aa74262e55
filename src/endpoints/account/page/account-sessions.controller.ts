import { Controller, Get, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  Browser,
  FormParameters,
  type HttpReply,
  PageEndpoint,
  Public,
  RequireSession,
} from '#platform/http';
import type { Spoken } from '#platform/texts';
import type { Parameters } from '#protocol';
import { CurrentSession, type Session, Sessions } from '#people/sessions';
import { OwnAccess } from '../own-access.js';
import { OwnAuthorizations } from '../own-authorizations.js';
import { AccountFrames } from './account-frames.js';
import { type AccountSession, sessionsPage } from './account.pages.js';
import { SESSIONS } from './notices.js';
import { proofsInWords } from './proofs-in-words.js';
import { SessionForms } from './session-forms.js';

/** Limit: authorizations that are looked through for the applications in somebody's sessions. */
const MAX_LOOKED_AT = 200;

/** Where somebody is signed in, and that they end it. */
@ApiExcludeController()
@PageEndpoint()
@Controller(SESSIONS)
export class AccountSessionsPageController {
  constructor(
    private readonly frames: AccountFrames,
    private readonly access: OwnAccess,
    private readonly authorizations: OwnAuthorizations,
    private readonly sessions: Sessions,
    private readonly forms: SessionForms,
  ) {}

  @RequireSession(SESSIONS)
  @Get()
  async show(@CurrentSession() session: Session, @Res() reply: HttpReply): Promise<void> {
    const browser = new Browser(reply);
    const { userId } = session;
    const wanted = { sort: '-created_at', limit: MAX_LOOKED_AT };
    const { items } = await this.authorizations.page(userId, wanted);
    const applications = Map.groupBy(items, ({ authorization }) => authorization.sessionId);
    const all = (await this.access.sessions(userId)).map((one) => {
      const names = applications.get(one.id)?.map(({ clientName }) => clientName) ?? [];
      return shown(one, session, [...new Set(names)]);
    });
    const frame = await this.frames.of(session, browser);
    browser.show(sessionsPage.render({ ...frame, sessions: all.sort(currentFirst) }));
  }

  @Public()
  @Post('end')
  async end(@FormParameters() form: Parameters, @Res() reply: HttpReply): Promise<void> {
    const browser = new Browser(reply);
    await this.forms.end(await this.sessions.current(browser), form, browser);
  }

  @Public()
  @Post('end-others')
  async endOthers(@FormParameters() form: Parameters, @Res() reply: HttpReply): Promise<void> {
    const browser = new Browser(reply);
    await this.forms.endOthers(await this.sessions.current(browser), form, browser);
  }
}

function shown(
  one: Session,
  current: Session,
  applications: readonly string[],
): Spoken<AccountSession> {
  const { id, createdAt: startedAt, lastSeenAt, userAgent, ip, factors } = one;
  const proofs = proofsInWords(factors);
  return {
    ...{ id, startedAt, lastSeenAt, userAgent, ip, proofs, applications },
    current: id === current.id,
  };
}

function currentFirst(a: { current: boolean }, b: { current: boolean }): number {
  return Number(b.current) - Number(a.current);
}
