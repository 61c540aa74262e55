import { Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  Endpoint,
  FormParameters,
  type HttpReply,
  type HttpRequest,
  originOf,
  Public,
  SYSTEM,
} from '#platform/http';
import { OAuthError, type Parameters } from '#protocol';
import { IdentityProviders } from '#registry/identity-providers';
import { Sessions, UpstreamSessions } from '#people/sessions';
import { UpstreamLogoutTokens } from './upstream-logout-tokens.js';

/** Where identity providers say that somebody has signed out there: we are their client. */
@ApiExcludeController()
@Endpoint({})
@Controller('upstream/:provider/backchannel-logout')
export class BackchannelLogoutController {
  constructor(
    private readonly providers: IdentityProviders,
    private readonly tokens: UpstreamLogoutTokens,
    private readonly upstream: UpstreamSessions,
    private readonly sessions: Sessions,
  ) {}

  @Public()
  @Post()
  @HttpCode(200)
  async end(
    @Param('provider') id: string,
    @FormParameters() form: Parameters,
    @Req() request: HttpRequest,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<void> {
    form.rejectDuplicates();
    void reply.header('cache-control', 'no-store');
    const provider = await this.providers.find(id);
    if (provider === undefined) throw OAuthError.invalidRequest('There is no such provider.', 404);
    const said = await this.tokens.read(provider, form.get('logout_token') ?? '');
    const facts = { provider: id };
    const event = {
      type: 'session.revoked',
      actor: SYSTEM,
      origin: originOf(request),
      facts,
    } as const;
    for (const session of await this.upstream.meant({ providerId: id, ...said })) {
      await this.sessions.end(session, 'provider_ended', event);
    }
  }
}
