import { Readable } from 'node:stream';
import { Controller, Get, Header, HttpCode, Post, Res, StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  Browser,
  BrowserBinding,
  FormParameters,
  type HttpReply,
  PageEndpoint,
  RequireSession,
} from '#platform/http';
import type { Parameters } from '#protocol';
import { CurrentSession, type Session } from '#people/sessions';
import { PersonalData } from '#people/users';
import { dataPage } from './data.page.js';
import { PAGE } from './notices.js';

const DATA = `${PAGE}/data`;
/** Whoever takes all of it along has just proven to be they: it tells more than any page. */
const JUST_PROVEN = { within: 300 };

/** What is stored about a person, for them to take along. */
@ApiExcludeController()
@PageEndpoint()
@Controller('account/data')
export class AccountDataController {
  constructor(
    private readonly data: PersonalData,
    private readonly browsers: BrowserBinding,
  ) {}

  @RequireSession(DATA, JUST_PROVEN)
  @Get()
  show(@CurrentSession() session: Session, @Res() reply: HttpReply): void {
    const browser = new Browser(reply);
    const csrf = this.browsers.csrfToken(browser, formSubject(session));
    browser.show(dataPage.render({ csrf, downloadAction: `${DATA}/download`, accountUrl: PAGE }));
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
    this.browsers.checkForm(browser, formSubject(session), form.get('csrf'));
    const { userId } = session;
    const author = { actor: { kind: 'user', id: userId } as const, origin: browser.origin };
    const document = Readable.from(await this.data.of(userId, author));
    const disposition = 'attachment; filename="my-data.json"';
    return new StreamableFile(document, { type: 'application/json', disposition });
  }
}

const formSubject = ({ id }: Session): string => `data of ${id}`;
