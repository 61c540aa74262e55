import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { JWKS_MAX_AGE } from '#platform/crypto';
import { Config } from '#platform/config';
import { ApiOAuthErrors, Endpoint, Public } from '#platform/http';
import { OAuthError, OIDC_SCOPES } from '#protocol';
import { PROTECTED_RESOURCE, type ResourceServer, ResourceServers } from '#registry/resources';
import { ProtectedResourceResponse } from './protected-resource.response.js';

const CACHED = `public, max-age=${String(JWKS_MAX_AGE)}, must-revalidate`;

/** Which authorization server is trusted by an API, and what it is asked for there (RFC 9728 §3). */
@ApiTags('discovery')
@Endpoint({ scriptsOf: 'everybody' })
@Controller(PROTECTED_RESOURCE)
export class ProtectedResourceController {
  constructor(
    private readonly config: Config,
    private readonly resourceServers: ResourceServers,
  ) {}

  @Public()
  @Get()
  @Header('cache-control', CACHED)
  @ApiOperation({
    summary: 'The issuer itself as a protected resource',
    description: 'What the UserInfo endpoint takes.',
  })
  @ApiOkResponse({ type: ProtectedResourceResponse })
  @ApiOAuthErrors()
  issuer(): ProtectedResourceResponse {
    const { issuer } = this.config;
    return this.describe({ identifier: issuer, name: 'Gatehouse' }, OIDC_SCOPES);
  }

  @Public()
  @Get(':resource')
  @Header('cache-control', CACHED)
  @ApiOperation({
    summary: 'A protected resource',
    description:
      'The admin API (admin), that over one’s own account (account), or a registered API by its identifier, percent-encoded: https%3A%2F%2Fphotos.example.com. A server whose identifier it is names this address as resource_metadata in its WWW-Authenticate, or passes it on from its own /.well-known/oauth-protected-resource.',
  })
  @ApiOkResponse({ type: ProtectedResourceResponse })
  @ApiOAuthErrors(404)
  async resource(@Param('resource') resource: string): Promise<ProtectedResourceResponse> {
    const own = this.resourceServers.own.find(
      ({ identifier }) => identifier === this.config.url(`/${resource}`),
    );
    const found = own ?? (await this.resourceServers.byIdentifier(resource));
    // RFC 9728 §1.2: a resource identifier "is an https URL".
    if (found === undefined || !/^https?:/.test(found.identifier)) {
      throw OAuthError.invalidRequest('There is nothing at this address.', 404);
    }
    return this.describe(found, [...found.scopes.keys()]);
  }

  private describe(
    { identifier, name }: Pick<ResourceServer, 'identifier' | 'name'>,
    scopes: readonly string[],
  ): ProtectedResourceResponse {
    return {
      resource: identifier,
      authorization_servers: [this.config.issuer],
      scopes_supported: scopes,
      bearer_methods_supported: ['header'],
      resource_name: name,
    };
  }
}
