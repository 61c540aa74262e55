import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Events } from '#platform/events';
import { AuthenticatedClient, type Client } from '#registry/clients';
import {
  ApiOAuthErrors,
  AuthenticatesClient,
  Endpoint,
  FormParameters,
  type HttpRequest,
  originOf,
} from '#platform/http';
import { OAuthError, Parameters } from '#protocol';
import {
  AccessTokens,
  AuthorizationRepository,
  RefreshTokenInspector,
  TokenQueryRequest,
} from '#tokens';

/** Token revocation: a client gives a token back (RFC 7009). */
@ApiTags('tokens')
@Endpoint({ scriptsOf: 'clients' })
@Controller('revoke')
export class RevocationController {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokenInspector,
    private readonly authorizations: AuthorizationRepository,
    private readonly events: Events,
  ) {}

  @AuthenticatesClient()
  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Revoke a token',
    description: 'A refresh token takes every token of its authorization with it.',
  })
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiBody({ type: TokenQueryRequest })
  @ApiOkResponse({ description: 'The token is not good any more, or never was.' })
  @ApiOAuthErrors(400, 401, 429)
  async revoke(
    @FormParameters() parameters: Parameters,
    @AuthenticatedClient() client: Client,
    @Req() request: HttpRequest,
  ): Promise<void> {
    const value = parameters.get('token');
    if (value === undefined) throw OAuthError.invalidRequest('The parameter token is missing.');
    const known =
      (await this.revokeRefreshToken(value, client)) ||
      (await this.revokeAccessToken(value, client));
    // An unknown token is gone already, which is what was asked for (RFC 7009 §2.2).
    if (!known) return;
    this.events.note({
      type: 'token.revoked',
      actor: { kind: 'client', id: client.id },
      clientId: client.id,
      origin: originOf(request),
    });
  }

  private async revokeRefreshToken(value: string, client: Client): Promise<boolean> {
    const authorization = await this.refreshTokens.find(value);
    if (authorization === undefined) return false;
    checkOwner(authorization.clientId, client);
    await this.authorizations.revoke(authorization.id, 'revoked');
    return true;
  }

  private async revokeAccessToken(value: string, client: Client): Promise<boolean> {
    const token = await this.accessTokens.read(value);
    if (token === undefined) return false;
    checkOwner(token.clientId, client);
    await this.accessTokens.revoke(token);
    return true;
  }
}

/** Another client's token stays as it is, and the client is told so (RFC 7009 §2.1). */
function checkOwner(owner: string, client: Client): void {
  if (owner !== client.id) {
    throw new OAuthError('unauthorized_client', 'The token was issued to another client.');
  }
}
