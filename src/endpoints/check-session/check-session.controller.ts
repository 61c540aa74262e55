import { createHash } from 'node:crypto';
import { Controller, Get, HttpCode, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Cookies, type HttpReply, Public, QueryParameters } from '#platform/http';
import { OAuthError, type Parameters } from '#protocol';
import { Clients, isAtHome } from '#registry/clients';
import { checkSessionScript } from './check-session.script.js';
import { BROWSER_STATE_COOKIE } from '#people/sessions';

/** The OP iframe, the one page of ours that every site may embed (Session Management §3.2). */
@ApiTags('openid connect')
@Controller('check-session')
export class CheckSessionController {
  private readonly html: string;
  private readonly policy: string;

  constructor(
    cookies: Cookies,
    private readonly clients: Clients,
  ) {
    const script = checkSessionScript(cookies.nameOf(BROWSER_STATE_COOKIE));
    const hash = createHash('sha256').update(script).digest('base64');
    this.html = `<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Session</title><script>${script}</script></html>\n`;
    this.policy = `default-src 'none'; script-src 'sha256-${hash}'; connect-src 'self'; frame-ancestors *; base-uri 'none'`;
  }

  @Public()
  @Get()
  @ApiOperation({
    summary: 'Tell in a frame whether the session has changed',
    description:
      'The check_session_iframe of OpenID Connect Session Management §3.2: a page to be embedded, which scripts ask by postMessage.',
  })
  @ApiOkResponse({ content: { 'text/html': { schema: { type: 'string' } } } })
  show(@Res() reply: HttpReply): void {
    void reply
      .removeHeader('x-frame-options')
      .headers({
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': this.policy,
        // Also for sites that let only those in who agree to it.
        'cross-origin-resource-policy': 'cross-origin',
        'cross-origin-embedder-policy': 'require-corp',
      })
      .send(this.html);
  }

  /** What the frame asks before it answers: "the OP iframe MUST validate the origin" (§3.2). */
  @Public()
  @Get('client')
  @HttpCode(204)
  @ApiExcludeEndpoint()
  async validate(@QueryParameters() query: Parameters): Promise<void> {
    const client = await this.clients.find(query.get('client_id') ?? '');
    const origin = query.get('origin') ?? '';
    if (client === undefined || client.disabled || !isAtHome(client.metadata, origin)) {
      throw OAuthError.invalidRequest('The origin is not registered with this client.', 404);
    }
  }
}
