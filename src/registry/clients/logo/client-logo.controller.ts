import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type HttpReply, Public } from '#platform/http';
import { Logos } from '#platform/outbound';
import { OAuthError } from '#protocol';
import { Clients } from '../clients.js';

/** Logos of clients for our own pages, as pictures and nothing else (attack H11). */
@ApiExcludeController()
@Controller('client-logos')
export class ClientLogoController {
  constructor(
    private readonly clients: Clients,
    private readonly logos: Logos,
  ) {}

  @Public()
  @Get(':client_id')
  async show(@Param('client_id') clientId: string, @Res() reply: HttpReply): Promise<void> {
    const uri = (await this.clients.find(clientId))?.metadata.logo_uri;
    const logo = uri === undefined ? undefined : await this.logos.find(uri);
    if (logo === undefined) {
      throw OAuthError.invalidRequest('There is nothing at this address.', 404);
    }
    void reply
      .headers({
        'content-type': logo.type,
        'content-disposition': 'inline; filename="logo"',
        'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
        'cache-control': 'public, max-age=3600',
      })
      .send(logo.body);
  }
}
