import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { JSONWebKeySet } from 'jose';
import { JWKS_MAX_AGE, SigningKeys } from '#platform/crypto';
import { Config } from '#platform/config';
import { ApiOAuthErrors, Endpoint, type HttpReply, Public } from '#platform/http';
import { JWK_SET, METADATA } from './discovery.documentation.js';
import { Metadata } from './metadata.js';

const CACHED = `public, max-age=${String(JWKS_MAX_AGE)}, must-revalidate`;

/** The documents by which clients find their way (OIDC Discovery §4, RFC 8414 §3). */
@ApiTags('discovery')
@Endpoint({ scriptsOf: 'everybody' })
@Controller()
export class DiscoveryController {
  constructor(
    private readonly metadata: Metadata,
    private readonly keys: SigningKeys,
    private readonly config: Config,
  ) {}

  @Public()
  @Get('.well-known/openid-configuration')
  @Header('cache-control', CACHED)
  @ApiOperation({ summary: 'The OpenID Provider' })
  @ApiOkResponse(METADATA)
  @ApiOAuthErrors()
  openid(): Promise<Record<string, unknown>> {
    return this.metadata.describe();
  }

  @Public()
  @Get('.well-known/oauth-authorization-server')
  @Header('cache-control', CACHED)
  @ApiOperation({ summary: 'The authorization server' })
  @ApiOkResponse(METADATA)
  @ApiOAuthErrors()
  oauth(): Promise<Record<string, unknown>> {
    return this.metadata.describe();
  }

  @Public()
  @Get('jwks')
  @Header('cache-control', CACHED)
  @ApiOperation({ summary: 'The public keys' })
  @ApiOkResponse(JWK_SET)
  @ApiOAuthErrors()
  async jwks(): Promise<JSONWebKeySet> {
    return this.keys.jwks();
  }

  /** Where programs look that read no metadata. */
  @Public()
  @Get('.well-known/jwks.json')
  @Header('cache-control', CACHED)
  @ApiExcludeEndpoint()
  jwksJson(@Res() reply: HttpReply): void {
    void reply.redirect(this.config.url('/jwks'), 301);
  }
}
