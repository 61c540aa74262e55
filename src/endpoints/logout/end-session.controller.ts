import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  Browser,
  FormParameters,
  type HttpReply,
  type HttpRequest,
  PageEndpoint,
  Public,
  QueryParameters,
} from '#platform/http';
import { Interactions } from '#people/sign-in';
import { OAuthError, type Parameters } from '#protocol';
import {
  ApiForwarding,
  ApiLogoutForm,
  ApiLogoutQuery,
  ApiLogoutResponses,
} from './end-session.documentation.js';
import { EndSession } from './end-session.js';
import { LogoutRequestChecker } from './logout-request-checker.js';

/** What is read of a request (RP-Initiated Logout §2); the rest is not kept. */
const KNOWN: ReadonlySet<string> = new Set([
  ...['id_token_hint', 'client_id', 'post_logout_redirect_uri', 'state'],
]);

const resumePath = (uid: string): string => `/logout/${uid}`;

/** The logout endpoint (RP-Initiated Logout §2). */
@ApiTags('logout')
@PageEndpoint('logout', { popups: true })
@Controller('logout')
export class EndSessionController {
  constructor(
    private readonly endSession: EndSession,
    private readonly checker: LogoutRequestChecker,
    private readonly interactions: Interactions,
  ) {}

  @Public()
  @Get()
  @ApiOperation({
    summary: 'Sign a person out',
    description:
      'For navigation in a browser. The person is asked, unless a client that is not unverified shows an ID token of the session.',
  })
  @ApiLogoutQuery()
  @ApiLogoutResponses()
  async get(@QueryParameters() parameters: Parameters, @Res() reply: HttpReply): Promise<void> {
    const browser = new Browser(reply);
    await this.endSession.handle(parameters, browser);
  }

  /** Comes from another site, and so without our cookies: it goes on as a GET (as in attack A38). */
  @Public()
  @Post()
  @ApiOperation({ summary: 'Sign a person out, by form' })
  @ApiLogoutForm()
  @ApiForwarding('To the same request by GET.')
  async post(
    @FormParameters() parameters: Parameters,
    @Req() request: HttpRequest,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    if (request.raw.url?.includes('?')) {
      throw OAuthError.invalidRequest('Parameters must be in the body, not in the address.');
    }
    await this.checker.check(parameters);
    const known = parameters.only(KNOWN);
    const wanted = { prompt: 'resume', parameters: known, returnTo: resumePath } as const;
    browser.redirect(resumePath(await this.interactions.startUnbound(wanted, browser)));
  }

  @Public()
  @Post('confirm')
  @ApiExcludeEndpoint()
  async confirm(@FormParameters() form: Parameters, @Res() reply: HttpReply): Promise<void> {
    const browser = new Browser(reply);
    await this.endSession.confirm(form, browser);
  }

  @Public()
  @Get(':uid')
  @ApiExcludeEndpoint()
  async resume(@Param('uid') uid: string, @Res() reply: HttpReply): Promise<void> {
    const browser = new Browser(reply);
    const { parameters } = await this.interactions.find(uid, browser);
    await this.endSession.handle(parameters, browser);
  }
}
