import { Controller, Get, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  Browser,
  FormParameters,
  type HttpReply,
  PageEndpoint,
  RequireSession,
} from '#platform/http';
import type { Parameters } from '#protocol';
import { CurrentSession, type Session } from '#people/sessions';
import type { NamedAuthorization } from '#tokens';
import { OwnAccess } from '../own-access.js';
import { OwnAuthorizations } from '../own-authorizations.js';
import { AccountFrames } from './account-frames.js';
import { applicationsPage } from './account.pages.js';
import { APPLICATIONS, Notices } from './notices.js';

/** Limit: connected applications that the account page shows, the newest first. */
const MAX_SHOWN = 100;

/** What applications may do in somebody's name. */
@ApiExcludeController()
@PageEndpoint()
@Controller('account')
export class AccountApplicationsController {
  constructor(
    private readonly frames: AccountFrames,
    private readonly notices: Notices,
    private readonly access: OwnAccess,
    private readonly authorizations: OwnAuthorizations,
  ) {}

  @RequireSession(APPLICATIONS)
  @Get('applications')
  async show(@CurrentSession() session: Session, @Res() reply: HttpReply): Promise<void> {
    const browser = new Browser(reply);
    const { userId } = session;
    const wanted = { offline: true, sort: '-created_at', limit: MAX_SHOWN };
    const { items } = await this.authorizations.page(userId, wanted);
    const consents = await this.access.consents(userId);
    const page = applicationsPage.render({
      ...(await this.frames.of(session, browser)),
      consents: consents.map(({ id, clientName, uri, scopes, grantedAt }) => ({
        ...{ id, clientName, uri, scopes, grantedAt },
      })),
      authorizations: items.map(shown),
    });
    browser.show(page);
  }

  @RequireSession(APPLICATIONS)
  @Post('consents/withdraw')
  async withdrawConsent(
    @CurrentSession() session: Session,
    @FormParameters() form: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    this.frames.checkForm(form, session, browser);
    const asked = { userId: session.userId, origin: browser.origin };
    await this.access.withdrawConsent(form.get('consent_id') ?? '', asked);
    this.notices.leave('consent-withdrawn', session, browser);
  }

  @RequireSession(APPLICATIONS)
  @Post('authorizations/end')
  async endAuthorization(
    @CurrentSession() session: Session,
    @FormParameters() form: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    this.frames.checkForm(form, session, browser);
    const asked = { userId: session.userId, origin: browser.origin };
    await this.authorizations.end(form.get('authorization_id') ?? '', asked);
    this.notices.leave('authorization-ended', session, browser);
  }
}

function shown({ authorization, clientName }: NamedAuthorization) {
  const { id, createdAt, refreshRotatedAt } = authorization;
  return { id, clientName, begunAt: createdAt, lastUsedAt: refreshRotatedAt ?? createdAt };
}
