import { Controller, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { personByThemselves } from '#platform/changes';
import {
  Browser,
  FormParameters,
  type HttpReply,
  PageEndpoint,
  RequireSession,
} from '#platform/http';
import type { Parameters } from '#protocol';
import { CurrentSession, type Session, TrustedBrowsers } from '#people/sessions';
import { AccountFrames } from './account-frames.js';
import { Notices, SECURITY } from './notices.js';

/** People want to be asked for their second factor in a browser again. */
@ApiExcludeController()
@PageEndpoint()
@Controller('account/trusted-browsers')
export class TrustedBrowserFormsController {
  constructor(
    private readonly frames: AccountFrames,
    private readonly notices: Notices,
    private readonly browsers: TrustedBrowsers,
  ) {}

  @RequireSession(SECURITY)
  @Post('end')
  async end(
    @CurrentSession() session: Session,
    @FormParameters() form: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    this.frames.checkForm(form, session, browser);
    const { userId } = session;
    const id = form.get('browser_id') ?? '';
    await this.browsers.end(userId, id, personByThemselves(userId, browser));
    this.notices.leave('browser-distrusted', session, browser);
  }
}
