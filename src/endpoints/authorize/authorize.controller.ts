import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  Browser,
  FormParameters,
  HEADER_LIMIT,
  type HttpReply,
  type HttpRequest,
  PageEndpoint,
  Public,
  QueryParameters,
} from '#platform/http';
import { Interactions } from '#people/sign-in';
import { OAuthError, Parameters } from '#protocol';
import { AuthorizationEndpoint } from './authorization-endpoint.js';
import {
  ApiAuthorizationForm,
  ApiAuthorizationQuery,
  ApiAuthorizationResponses,
} from './authorize.documentation.js';
import { resumePath } from './pending-requests.js';
import { storable } from './resolved-request.js';
import { RequestChecker } from './request-checker.js';
import { RequestResolver } from './request-resolver.js';
import { signInRequirementOf } from './sign-in-requirement.js';
import { AuthorizationResponseError } from './authorization-response-error.js';

/** The authorization endpoint (RFC 6749 §3.1; OIDC Core §3.1.2). */
@ApiTags('authorization')
@PageEndpoint('authorization', { popups: true, bodyLimit: HEADER_LIMIT })
@Controller('authorize')
export class AuthorizeController {
  constructor(
    private readonly endpoint: AuthorizationEndpoint,
    private readonly resolver: RequestResolver,
    private readonly checker: RequestChecker,
    private readonly interactions: Interactions,
  ) {}

  @Public()
  @Get()
  @ApiOperation({
    summary: 'Ask a person for authorization',
    description: 'For navigation in a browser: answers with a redirect, or with a page.',
  })
  @ApiAuthorizationQuery()
  @ApiAuthorizationResponses('To the login or consent page, or back to the client.')
  async get(@QueryParameters() parameters: Parameters, @Res() reply: HttpReply): Promise<void> {
    const browser = new Browser(reply);
    await this.endpoint.begin(parameters, browser);
  }

  /**
   * A request by POST may come from another site, and then without our cookies. It is stored and
   * goes on as a GET, to which the browser does send them (attack A38).
   */
  @Public()
  @Post()
  @ApiOperation({ summary: 'Ask a person for authorization, by form' })
  @ApiAuthorizationForm()
  @ApiAuthorizationResponses('To the same request by GET, or back to the client.')
  async post(
    @FormParameters() parameters: Parameters,
    @Req() request: HttpRequest,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    if (request.raw.url?.includes('?')) {
      throw OAuthError.invalidRequest(
        'Parameters must be in the body, not in the address.',
      ).refusedBy({
        ...{ check: 'parameters', spec: 'OIDC Core §3.1.2.1' },
        ...{ expected: 'parameters in the body alone', got: 'a query in the address' },
      });
    }
    try {
      const resolved = await this.resolver.resolve(parameters, browser.origin);
      const checked = await this.checker.check(resolved.parameters);
      const { client, scope } = checked;
      const kept = storable(resolved.parameters, scope);
      const uid = await this.interactions.startUnbound(
        {
          ...{ ...resolved, parameters: kept, clientId: client.id },
          prompt: 'resume',
          requirement: signInRequirementOf(checked),
          returnTo: resumePath,
        },
        browser,
      );
      browser.redirect(resumePath(uid));
    } catch (error) {
      if (!(error instanceof AuthorizationResponseError)) {
        await this.endpoint.refuse(error, browser);
      }
      // Let the pipeline answer it, as it would have by GET.
      await this.endpoint.begin(parameters, browser);
    }
  }

  @Public()
  @Get(':uid')
  @ApiOperation({ summary: 'Go on with a request after the person was asked' })
  @ApiAuthorizationResponses('Back to the client, or to the next page.')
  async resume(@Param('uid') uid: string, @Res() reply: HttpReply): Promise<void> {
    const browser = new Browser(reply);
    const interaction = await this.interactions.find(uid, browser);
    await this.endpoint.resume(interaction, browser);
  }
}
