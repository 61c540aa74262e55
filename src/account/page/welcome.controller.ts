import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Config } from '../../config/index.js';
import { type HttpReply, Public, renderPage, sendPage } from '../../http/index.js';

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
