import { Readable } from 'node:stream';
import { Controller, Get, Header, HttpCode, Post, Res, StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { personByThemselves } from '#platform/changes';
import {
  Browser,
  FormParameters,
  type HttpReply,
  PageEndpoint,
  RequireSession,
} from '#platform/http';
import type { Said } from '#platform/texts';
import type { Parameters } from '#protocol';
import { CurrentSession, type Session, Sessions } from '#people/sessions';
import { PersonalData } from '#people/users';
import { OwnDeletion } from '../own-deletion.js';
import { AccountFrames } from './account-frames.js';
import { dataPage } from './account.pages.js';
import { Activity } from './activity.js';
import { DATA, JUST_PROVEN } from './notices.js';

/** What is stored about a person: what happened, all of it to take along, and the end of it. */
@ApiExcludeController()
@PageEndpoint()
@Controller(DATA)
export class AccountDataController {
  constructor(
    private readonly frames: AccountFrames,
    private readonly data: PersonalData,
    private readonly activity: Activity,
    private readonly deletion: OwnDeletion,
    private readonly sessions: Sessions,
  ) {}

  @RequireSession(DATA)
  @Get()
  async show(@CurrentSession() session: Session, @Res() reply: HttpReply): Promise<void> {
    await this.page(session, new Browser(reply));
  }

  @RequireSession(DATA, JUST_PROVEN)
  @Post('download')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async download(
    @CurrentSession() session: Session,
    @FormParameters() form: Parameters,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<StreamableFile> {
    const browser = new Browser(reply);
    this.frames.checkForm(form, session, browser);
    const { userId } = session;
    const author = personByThemselves(userId, browser);
    const document = Readable.from(await this.data.of(userId, author));
    const disposition = 'attachment; filename="my-data.json"';
    return new StreamableFile(document, { type: 'application/json', disposition });
  }

  @RequireSession(DATA, JUST_PROVEN)
  @Post('delete')
  async delete(
    @CurrentSession() session: Session,
    @FormParameters() form: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    this.frames.checkForm(form, session, browser);
    const user = await this.frames.userOf(session);
    const author = personByThemselves(user.sub, browser);
    const refusal = await this.deletion.delete(user, form.get('username') ?? '', author);
    if (refusal !== undefined) {
      await this.page(session, browser, refusal);
      return;
    }
    await this.sessions.answer(browser, undefined);
    // It says that nobody is signed in, and how to sign in as somebody else.
    browser.redirect('/logout');
  }

  private async page(session: Session, browser: Browser, deletionError?: Said): Promise<void> {
    const { userId } = session;
    const page = dataPage.render({
      ...(await this.frames.of(session, browser)),
      activity: await this.activity.of(userId),
      deletable: await this.deletion.isOffered(userId),
      deletionError,
    });
    browser.show(page, { status: deletionError === undefined ? 200 : 400 });
  }
}
