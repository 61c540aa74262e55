import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuthenticatedClient, type Client, Subjects } from '#registry/clients';
import { Config } from '#platform/config';
import { ApiOAuthErrors, AuthenticatesClient, FormParameters } from '#platform/http';
import { epochSeconds, formatScope, OAuthError, Parameters } from '#protocol';
import { FailureWindow, Limits } from '#platform/throttling';
import { type AccessToken, AccessTokens, RefreshTokenInspector, TokenQueryRequest } from '#tokens';
import { IntrospectionResponse } from './introspection.response.js';

const INACTIVE: IntrospectionResponse = { active: false };

/** Token introspection: a resource server asks whether a token is good now (RFC 7662). */
@ApiTags('tokens')
@Controller('introspect')
export class IntrospectionController {
  private readonly madeUp = new FailureWindow(60);

  constructor(
    private readonly config: Config,
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokenInspector,
    private readonly subjects: Subjects,
    private readonly limits: Limits,
  ) {}

  @AuthenticatesClient()
  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Ask whether a token is good',
    description: 'For the client that got the token, and for the resource server it is meant for.',
  })
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiBody({ type: TokenQueryRequest })
  @ApiOkResponse({ type: IntrospectionResponse })
  @ApiOAuthErrors(400, 401, 429)
  async introspect(
    @FormParameters() parameters: Parameters,
    @AuthenticatedClient() client: Client,
  ): Promise<IntrospectionResponse> {
    // Whoever cannot authenticate could go through tokens until one is good (RFC 7662 §4).
    if (client.isPublic) throw OAuthError.invalidClient('a public client asked to introspect');
    const value = parameters.get('token');
    if (value === undefined) throw OAuthError.invalidRequest('The parameter token is missing.');
    const inspection = await this.accessTokens.inspect(value);
    if ('token' in inspection) return this.accessToken(inspection.token, client);
    if (inspection.issued) return INACTIVE;
    if (this.refreshTokens.isOurs(value)) return this.refreshToken(value, client);
    await this.slowDown(client);
    return INACTIVE;
  }

  /**
   * Whoever asks about made-up tokens is looking for one (RFC 7662 §4). Real ones are always answered,
   * so that nobody can keep a resource server from its callers by sending it garbage.
   */
  private async slowDown({ id }: Client): Promise<void> {
    const now = epochSeconds();
    this.madeUp.record(id, now);
    const failures = this.madeUp.failures(id, now);
    if (!(await this.limits.reached('unknown_tokens_per_minute', failures))) return;
    throw OAuthError.invalidRequest('Too many unknown tokens.').tooOften(60);
  }

  private accessToken(token: AccessToken, client: Client): IntrospectionResponse {
    if (!mayKnow(client, token)) return INACTIVE;
    const [audience = '', ...others] = token.audience;
    return {
      active: true,
      scope: formatScope(token.scope),
      client_id: token.clientId,
      sub: token.subject,
      aud: others.length === 0 ? audience : [...token.audience],
      iss: this.config.issuer,
      exp: token.expiresAt,
      iat: token.issuedAt,
      jti: token.jti,
      token_type: 'Bearer',
      ...(token.actor === undefined ? {} : { act: token.actor }),
      ...(token.mayAct === undefined ? {} : { may_act: token.mayAct }),
    };
  }

  /** Only the client that holds it may ask about a refresh token. */
  private async refreshToken(value: string, client: Client): Promise<IntrospectionResponse> {
    const authorization = await this.refreshTokens.findLive(value);
    if (authorization?.clientId !== client.id) return INACTIVE;
    return {
      active: true,
      scope: formatScope(authorization.granted.scope),
      client_id: authorization.clientId,
      sub: this.subjects.of(client, authorization.userId),
      iss: this.config.issuer,
      iat: authorization.refreshRotatedAt ?? authorization.createdAt,
      exp: authorization.refreshExpiresAt ?? authorization.expiresAt,
    };
  }
}

/** The client that it was issued to, or one that speaks for a resource it is meant for (E02). */
function mayKnow(client: Client, token: AccessToken): boolean {
  const { resource_server: resource = '' } = client.metadata;
  return token.clientId === client.id || token.audience.includes(resource);
}
