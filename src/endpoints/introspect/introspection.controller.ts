import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  AuthenticatedClient,
  type Client,
  Clients,
  ClientUsage,
  Subjects,
} from '#registry/clients';
import { Config } from '#platform/config';
import { ApiOAuthErrors, AuthenticatesClient, FormParameters } from '#platform/http';
import { acrOf, formatScope, namesResource, OAuthError, Parameters } from '#protocol';
import { FailureWindow, Limits } from '#platform/throttling';
import { ResourceServers } from '#registry/resources';
import {
  type AccessToken,
  AccessTokens,
  Contributions,
  type LiveToken,
  proofsOf,
  RefreshTokenInspector,
  TokenQueryRequest,
} from '#tokens';
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
    private readonly clients: Clients,
    private readonly resourceServers: ResourceServers,
    private readonly contributions: Contributions,
    private readonly usage: ClientUsage,
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
    if (client.isPublic) {
      throw OAuthError.invalidClient('a public client asked to introspect').refusedBy({
        ...{ check: 'introspection', spec: 'RFC 7662 §2.1' },
        ...{ expected: 'a client that authenticates', got: { method: 'none' } },
      });
    }
    const value = parameters.get('token');
    if (value === undefined) {
      throw OAuthError.invalidRequest('The parameter token is missing.').refusedBy({
        ...{ check: 'introspection', spec: 'RFC 7662 §2.1' },
        ...{ expected: 'a token', got: 'none' },
      });
    }
    this.usage.count(client.id, 'introspect', true);
    const inspection = await this.accessTokens.inspect(value);
    if ('token' in inspection) return this.accessToken(inspection, client);
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
    this.madeUp.record(id);
    const failures = this.madeUp.failures(id);
    if (!(await this.limits.reached('unknown_tokens_per_minute', failures))) return;
    throw OAuthError.invalidRequest('Too many unknown tokens.').tooOften(
      60,
      'unknown_tokens_per_minute',
    );
  }

  private async accessToken(inspection: LiveToken, client: Client): Promise<IntrospectionResponse> {
    const { token } = inspection;
    if (!mayKnow(client, token)) return INACTIVE;
    const [audience = '', ...others] = token.audience;
    return {
      ...(await this.toldOf(inspection, client)),
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
      ...authenticationIn(inspection),
    };
  }

  /**
   * Who acts, and who the person is (RFC 7662 §2.2), as far as the scopes of the token open it. The API is told the username
   * in any case, unless a pairwise subject keeps apart who would be known by it.
   */
  private async toldOf(
    { token, basis }: LiveToken,
    asking: Client,
  ): Promise<Partial<IntrospectionResponse>> {
    const { scope } = token;
    const client = await this.clients.find(token.clientId);
    if (client === undefined) return {};
    const user = basis && { sub: basis.authorization.userId, person: basis.person };
    const claims = await this.contributions.to({
      ...{ place: 'introspection', client, user, scope, token },
      resources: await this.resourceServers.named(token.audience),
    });
    const known = isMeantFor(asking, token) && token.subject === token.userId;
    const told = known || scope.includes('profile');
    return { ...(basis && told ? { username: basis.person().username } : {}), ...claims };
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

/** How the person proved who they are: what an API decides by whether to ask for more (RFC 9470 §6.2). */
function authenticationIn(inspection: LiveToken): Partial<IntrospectionResponse> {
  const { authTime, amr } = proofsOf(inspection);
  if (authTime === undefined) return {};
  const acr = acrOf(amr);
  return { auth_time: authTime, ...(acr === undefined ? {} : { acr }), amr };
}

/** The client that it was issued to, or one that speaks for a resource it is meant for (E02). */
function mayKnow(client: Client, token: AccessToken): boolean {
  return token.clientId === client.id || isMeantFor(client, token);
}

function isMeantFor({ metadata }: Client, { audience }: AccessToken): boolean {
  const { resource_server: own } = metadata;
  return own !== undefined && namesResource(audience, own);
}
