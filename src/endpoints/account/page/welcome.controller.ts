import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Config } from '#platform/config';
import { type HttpReply, Public, renderPage, sendPage } from '#platform/http';

/** Where people arrive who were sent by no application. */
@ApiExcludeController()
@Controller()
export class WelcomeController {
  private readonly html: string;

  constructor({ issuer }: Config) {
    this.html = renderPage('welcome', { issuer, docsUrl: '/docs', accountUrl: '/account' });
  }

  @Public()
  @Get()
  welcome(@Res() reply: HttpReply): void {
    sendPage(reply, this.html);
  }
}
