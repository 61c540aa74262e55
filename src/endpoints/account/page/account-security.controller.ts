import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Browser, type HttpReply, PageEndpoint, RequireSession } from '#platform/http';
import { CurrentSession, type Session } from '#people/sessions';
import { SECURITY } from './notices.js';
import { SecurityPages } from './security-pages.js';

/** With what people sign in. */
@ApiExcludeController()
@PageEndpoint()
@Controller('account/security')
export class AccountSecurityController {
  constructor(private readonly pages: SecurityPages) {}

  @RequireSession(SECURITY)
  @Get()
  async show(@CurrentSession() session: Session, @Res() reply: HttpReply): Promise<void> {
    await this.pages.show(session, new Browser(reply));
  }
}
