import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuthenticatedClient, type Client } from '#registry/clients';
import { isForeignKeyViolation } from '#platform/database';
import {
  ApiOAuthErrors,
  AuthenticatesClient,
  Endpoint,
  FormParameters,
  type HttpRequest,
  originOf,
} from '#platform/http';
import { Metrics } from '#platform/metrics';
import { OAuthError, Parameters } from '#protocol';
import { TokenIssuer, TokenResponse } from '#tokens';
import type { GrantContext } from './grant.js';
import { GrantRegistry, type RegisteredGrant } from './grant-registry.js';

/**
 * The token endpoint: one pipeline for every grant type (RFC 6749 §3.2). The steps that all share stand
 * here, so that no grant can forget one.
 */
@ApiTags('tokens')
@Endpoint({ scriptsOf: 'clients' })
@Controller('token')
export class TokenController {
  constructor(
    private readonly grants: GrantRegistry,
    private readonly issuer: TokenIssuer,
    private readonly metrics: Metrics,
  ) {}

  // 1 form body, 2 client: done by the body parser and the client authentication guard.
  @AuthenticatesClient()
  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Get tokens', description: 'One operation for each grant type.' })
  @ApiOkResponse({ type: TokenResponse })
  @ApiOAuthErrors(400, 401, 429)
  async token(
    @FormParameters() parameters: Parameters,
    @AuthenticatedClient() client: Client,
    @Req() request: HttpRequest,
  ): Promise<TokenResponse> {
    const registered = this.grantOf(parameters);
    const { grantType } = registered.options;
    try {
      const response = await this.issue(registered, {
        client,
        parameters,
        origin: originOf(request),
      });
      // 9 respond
      this.metrics.countTokenResponse(grantType);
      return response;
    } catch (error) {
      const code = error instanceof OAuthError ? error.code : 'server_error';
      this.metrics.countTokenError(grantType, code);
      throw error;
    }
  }

  private async issue(
    { grant, read, options: { grantType, publicClients } }: RegisteredGrant,
    context: GrantContext,
  ): Promise<TokenResponse> {
    const { client } = context;
    // 4 allowed
    if (!client.grantTypes.has(grantType) || (client.isPublic && !publicClients)) {
      throw OAuthError.unauthorizedClient('This client may not use this grant type.');
    }
    try {
      // 5 the grant's own request, 7 what was authorized, 8 mint
      return await this.issuer.issue(await grant.authorize(read(context.parameters), context));
    } catch (error) {
      if (!isForeignKeyViolation(error)) throw error;
      throw OAuthError.invalidGrant('what it rests on was deleted meanwhile');
    }
  }

  /** 3 grant */
  private grantOf(parameters: Parameters) {
    const grantType = parameters.get('grant_type');
    if (grantType === undefined) {
      throw OAuthError.invalidRequest('The parameter grant_type is missing.');
    }
    const registered = this.grants.find(grantType);
    if (registered === undefined) throw OAuthError.unsupportedGrantType();
    return registered;
  }
}
