import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Transactions } from '#platform/database';
import { type Event, Events } from '#platform/events';
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
    private readonly transactions: Transactions,
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
    if (value === undefined) {
      throw OAuthError.invalidRequest('The parameter token is missing.').refusedBy({
        ...{ check: 'revocation', spec: 'RFC 7009 §2.1', expected: 'a token', got: 'none' },
      });
    }
    const [actor, origin] = [{ kind: 'client', id: client.id } as const, originOf(request)];
    const event = { type: 'token.revoked', actor, clientId: client.id, origin } as const;
    // An unknown token is gone already, which is what was asked for (RFC 7009 §2.2).
    if (await this.revokeRefreshToken(value, client, event)) return;
    await this.revokeAccessToken(value, client, event);
  }

  private async revokeRefreshToken(value: string, client: Client, event: Event): Promise<boolean> {
    const authorization = await this.refreshTokens.find(value);
    if (authorization === undefined) return false;
    checkOwner(authorization.clientId, client);
    const { id, userId } = authorization;
    await this.transactions.run(async (manager) => {
      await this.authorizations.revoke(manager, id, 'revoked');
      const object = { kind: 'authorization', id };
      await this.events.record(manager, { ...event, userId, object });
    });
    return true;
  }

  private async revokeAccessToken(value: string, client: Client, event: Event): Promise<void> {
    const token = await this.accessTokens.read(value);
    if (token === undefined) return;
    checkOwner(token.clientId, client);
    const { userId, jti } = token;
    await this.transactions.run(async (manager) => {
      await this.accessTokens.revoke(manager, token);
      const object = { kind: 'access_token', id: jti };
      await this.events.record(manager, { ...event, userId, object });
    });
  }
}

/** Another client's token stays as it is, and the client is told so (RFC 7009 §2.1). */
function checkOwner(owner: string, client: Client): void {
  if (owner !== client.id) {
    throw new OAuthError(
      'unauthorized_client',
      'The token was issued to another client.',
    ).refusedBy({
      ...{ check: 'revocation', spec: 'RFC 7009 §2.1' },
      ...{ expected: 'a token of this client', got: 'one of another' },
    });
  }
}
