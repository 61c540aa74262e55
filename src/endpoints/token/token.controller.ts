import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuthenticatedClient, type Client, ClientUsage } from '#registry/clients';
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
import { TokenResponse } from '#tokens';
import { GrantRegistry } from './grant-registry.js';
import { readGrantType } from './grant-type.check.js';
import { TokenPipeline } from './token-pipeline.js';

/** The token endpoint (RFC 6749 §3.2): one for every grant type. */
@ApiTags('tokens')
@Endpoint({ scriptsOf: 'clients' })
@Controller('token')
export class TokenController {
  constructor(
    private readonly grants: GrantRegistry,
    private readonly pipeline: TokenPipeline,
    private readonly metrics: Metrics,
    private readonly usage: ClientUsage,
  ) {}

  // The form is read by the body parser, the client authenticated by the guard.
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
    const registered = readGrantType(parameters, this.grants);
    const { grantType } = registered.options;
    try {
      const context = { client, parameters, origin: originOf(request) };
      const response = await this.pipeline.run(registered, context);
      this.metrics.countTokenResponse(grantType);
      this.usage.count(client.id, grantType, true);
      return response;
    } catch (error) {
      const code = error instanceof OAuthError ? error.code : 'server_error';
      this.metrics.countTokenError(grantType, code);
      this.usage.count(client.id, grantType, false);
      throw error;
    }
  }
}
