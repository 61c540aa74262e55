import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Config } from '#platform/config';
import {
  definePage,
  type Document,
  type HttpReply,
  PageEndpoint,
  Public,
  sendPage,
} from '#platform/http';

export interface WelcomePage {
  issuer: string;
  docsUrl: string;
  accountUrl: string;
}

export const welcomePage = definePage<WelcomePage>(import.meta.url, 'welcome');

/** Where people arrive who were sent by no application. */
@ApiExcludeController()
@PageEndpoint()
@Controller()
export class WelcomeController {
  private readonly page: Document;

  constructor({ issuer }: Config) {
    this.page = welcomePage.render({ issuer, docsUrl: '/docs', accountUrl: '/account' });
  }

  @Public()
  @Get()
  welcome(@Res() reply: HttpReply): void {
    sendPage(reply, this.page);
  }
}
