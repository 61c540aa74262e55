import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  accents,
  canBeAccent,
  Endpoint,
  type HttpReply,
  Public,
  type Scheme,
  sendStatic,
} from '#platform/http';
import { OAuthError } from '#protocol';
import { Branding } from './branding.js';

const COLOURS = /^accent\.([\da-f]{6})-([\da-f]{6})\.css$/;

/** Logo and colours of the pages: the one as a picture and nothing else, the others made of their name. */
@ApiExcludeController()
@Endpoint({})
@Controller('brand')
export class BrandingController {
  constructor(private readonly branding: Branding) {}

  @Public()
  @Get('logo')
  async logo(@Res() reply: HttpReply): Promise<void> {
    const logo = await this.branding.logo();
    if (logo === undefined) throw nothing();
    void reply
      .headers({
        'content-type': logo.type,
        'content-disposition': 'inline; filename="logo"',
        'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
        'cache-control': 'public, max-age=300',
      })
      .send(logo.body);
  }

  @Public()
  @Get(':name')
  async colours(@Param('name') name: string, @Res() reply: HttpReply): Promise<void> {
    const [, light = '', dark = ''] = COLOURS.exec(name) ?? [];
    const css = sheetOf(`#${light}`, `#${dark}`);
    if (css === undefined) throw nothing();
    await sendStatic(reply, { body: Buffer.from(css), contentType: 'text/css; charset=utf-8' });
  }
}

/** Nobody has pages of ours look like nothing by the name of a style sheet. */
function sheetOf(light: string, dark: string): string | undefined {
  if (!/^#.{6}$/.test(light) || !canBeAccent(light, 'light') || !canBeAccent(dark, 'dark')) return;
  return `${rootOf(light, 'light')}@media (prefers-color-scheme: dark) {\n${rootOf(dark, 'dark')}}\n`;
}

function rootOf(accent: string, scheme: Scheme): string {
  const lines = Object.entries(accents(accent, scheme)).map(
    ([name, value]) => `--${name}: ${value};`,
  );
  return `:root {\n${lines.join('\n')}\n}\n`;
}

const nothing = (): OAuthError =>
  OAuthError.invalidRequest('There is nothing at this address.', 404);
