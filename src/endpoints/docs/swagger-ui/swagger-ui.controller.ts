import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type HttpReply, PageEndpoint, Public, sendStatic } from '#platform/http';
import { OAuthError } from '#protocol';
import { ApiDocuments } from '../api-documents.js';
import { SwaggerUi } from './swagger-ui.js';

/** Scripts, styles and requests of this origin only; nothing inline, no frame (attack L28). */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // Swagger UI's style sheet contains its icons.
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** Swagger UI, from the few files that it needs: no folder is served. */
@ApiExcludeController()
@PageEndpoint()
@Controller('docs')
export class SwaggerUiController {
  constructor(
    private readonly swaggerUi: SwaggerUi,
    private readonly documents: ApiDocuments,
  ) {}

  @Public()
  @Get()
  page(@Res() reply: HttpReply): void {
    sendPage(reply, this.swaggerUi.page);
  }

  @Public()
  @Get('openapi.json')
  async document(@Res() reply: HttpReply): Promise<void> {
    await sendStatic(reply, this.documents.interactive, 'no-cache');
  }

  @Public()
  @Get('oauth2-redirect.html')
  redirect(@Res() reply: HttpReply): void {
    sendPage(reply, this.swaggerUi.oauth2RedirectPage);
  }

  @Public()
  @Get('*')
  async asset(@Param('*') name: string, @Res() reply: HttpReply): Promise<void> {
    // Reached as `/docs/`.
    if (name === '') {
      this.page(reply);
      return;
    }
    const asset = this.swaggerUi.assets.get(name);
    if (asset === undefined) {
      throw OAuthError.invalidRequest('There is nothing at this address.', 404);
    }
    await sendStatic(reply, asset);
  }
}

function sendPage(reply: HttpReply, html: string): void {
  void reply
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'cross-origin-opener-policy': 'same-origin',
    })
    .send(html);
}
