import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { TokenExplainer } from '#endpoints/token';
import {
  ApiProblems,
  type HttpRequest,
  ManagementEndpoint,
  originOf,
  Problem,
  RequireScope,
} from '#platform/http';
import { formatScope } from '#protocol';
import { Clients } from '#registry/clients';
import { ExplainAuthorizationRequest, ExplainTokenRequest } from './explain.request.js';
import { ExplanationResponse } from './explain.response.js';
import { Explanations, parametersIn } from './explanations.js';

const AUTHORIZATION_EXAMPLES = {
  parameters: {
    value: { parameters: { response_type: 'code', client_id: 'app', scope: 'openid' } },
  },
};
const TOKEN_EXAMPLES = {
  service: { value: { client_id: 'app', parameters: { grant_type: 'client_credentials' } } },
};

/** Would this work? The checks of the endpoints themselves say so; nothing is stored. */
@ApiTags('errors')
@ManagementEndpoint()
@Controller('admin/explain')
export class ExplainController {
  constructor(
    private readonly explanations: Explanations,
    private readonly tokens: TokenExplainer,
    private readonly clients: Clients,
  ) {}

  @RequireScope('diagnostics:read', '/admin')
  @Post('authorization')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Say what would become of an authorization request',
    description:
      'Runs the checks of /authorize in their order, for somebody who is thought to be signed in if user says whom, and shows what they would be asked, which scopes would be granted, and what the tokens would say. Secrets, codes and tokens are not taken.',
  })
  @ApiBody({ type: ExplainAuthorizationRequest, examples: AUTHORIZATION_EXAMPLES })
  @ApiOkResponse({ type: ExplanationResponse })
  @ApiProblems(404)
  async authorization(
    @Body() body: ExplainAuthorizationRequest,
    @Req() request: HttpRequest,
  ): Promise<ExplanationResponse> {
    return this.explanations.ofAuthorization(body, originOf(request));
  }

  @RequireScope('diagnostics:read', '/admin')
  @Post('token')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Say what would become of a token request',
    description:
      'The client is taken to be itself. Of a grant type that a person or a token stands behind it is said whether the client may use it; the rest hangs on what only the client has.',
  })
  @ApiBody({ type: ExplainTokenRequest, examples: TOKEN_EXAMPLES })
  @ApiOkResponse({ type: ExplanationResponse })
  @ApiProblems(404)
  async token(
    @Body() { client_id: clientId, parameters = {} }: ExplainTokenRequest,
    @Req() request: HttpRequest,
  ): Promise<ExplanationResponse> {
    const client = await this.clients.find(clientId);
    if (client === undefined) throw Problem.notFound('client');
    const sent = parametersIn(parameters);
    const explained = await this.tokens.explain(client, sent, originOf(request));
    const { steps, passed, refused, target, tokens, needsVoucher } = explained;
    const answer = new ExplanationResponse(steps, passed, refused);
    if (needsVoucher) answer.outcome = 'needs_more';
    if (target !== undefined) answer.scope = formatScope(target.scope);
    return Object.assign(answer, tokens);
  }
}
