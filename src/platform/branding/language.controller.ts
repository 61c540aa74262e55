import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  Browser,
  Cookies,
  Endpoint,
  type HttpReply,
  isLanguage,
  LANGUAGE_COOKIE,
  Public,
  sameOriginPath,
} from '#platform/http';
import { OAuthError } from '#protocol';

const LIFETIME = 365 * 86_400;

/** The language that somebody chooses at the foot of a page. It is theirs alone, and decides nothing else. */
@ApiExcludeController()
@Endpoint({ errors: 'page' })
@Controller('language')
export class LanguageController {
  constructor(private readonly cookies: Cookies) {}

  @Public()
  @Get(':language')
  choose(
    @Param('language') language: string,
    @Query('to') to: unknown,
    @Res() reply: HttpReply,
  ): void {
    if (!isLanguage(language)) {
      throw OAuthError.invalidRequest('No page is there in this language.', 404);
    }
    const browser = new Browser(reply);
    this.cookies.write(browser, LANGUAGE_COOKIE, language, { maxAge: LIFETIME });
    browser.redirect((typeof to === 'string' ? sameOriginPath(to) : undefined) ?? '/');
  }
}
