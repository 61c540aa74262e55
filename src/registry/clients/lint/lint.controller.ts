import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuthorOf, type CallingAuthor, DryRunnable } from '#platform/changes';
import {
  ApiProblems,
  type Caller,
  CallerOf,
  ManagementEndpoint,
  Problem,
  RequireScope,
  WithinReach,
} from '#platform/http';
import { AnswersList } from '#platform/lists';
import type { Client } from '../client.js';
import { ClientRepository } from '../client.repository.js';
import { checkOwned } from '../admin/client-owner.js';
import { ClientFixes } from './client-fixes.js';
import { ClientLinter } from './client-linter.js';
import { FixClientRequest, LintAllRequest, LintRequest } from './lint.request.js';
import {
  FixedClientResponse,
  LintedClientListResponse,
  LintedClientResponse,
} from './lint.response.js';

const FIX_EXAMPLES = {
  'PKCE for everybody': { value: { rules: ['pkce-optional'] } },
};

/** What could be safer about clients, by rules that name the specification, and what would mend it. */
@ApiTags('clients')
@ManagementEndpoint()
@Controller('admin')
export class LintController {
  constructor(
    private readonly repository: ClientRepository,
    private readonly linter: ClientLinter,
    private readonly fixes: ClientFixes,
  ) {}

  @RequireScope('clients:read', '/admin')
  @WithinReach('clients')
  @Get('lint')
  @ApiOperation({
    summary: 'Say what could be safer about all clients',
    description:
      'A page looks at as many clients as limit says, and shows those that have findings.',
  })
  @AnswersList(LintedClientListResponse)
  @ApiProblems()
  async all(
    @Query() query: LintAllRequest,
    @CallerOf() { reach }: Caller,
  ): Promise<LintedClientListResponse> {
    const page = await this.repository.listWithSecrets(query, reach);
    return new LintedClientListResponse(page, await this.linter.findings(page.items, query));
  }

  @RequireScope('clients:read', '/admin')
  @WithinReach('clients')
  @Get('clients/:client_id/lint')
  @ApiOperation({ summary: 'Say what could be safer about a client' })
  @ApiOkResponse({ type: LintedClientResponse })
  @ApiProblems(404)
  async one(
    @Param('client_id') clientId: string,
    @Query() query: LintRequest,
    @CallerOf() caller: Caller,
  ): Promise<LintedClientResponse> {
    const client = await this.find(clientId, caller);
    const [findings = []] = await this.linter.findings([client], query);
    return new LintedClientResponse(client, findings);
  }

  @RequireScope('clients:write', '/admin')
  @WithinReach('clients')
  @Post('clients/:client_id/lint/fix')
  @DryRunnable()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Mend what rules found in a client',
    description:
      'Changes the client by the merge patches of these rules, as PATCH would, and says what is left to be found.',
  })
  @ApiBody({ type: FixClientRequest, examples: FIX_EXAMPLES })
  @ApiOkResponse({ type: FixedClientResponse })
  @ApiProblems(404, 409)
  async fix(
    @Param('client_id') clientId: string,
    @Body() { rules }: FixClientRequest,
    @AuthorOf() author: CallingAuthor,
  ): Promise<FixedClientResponse> {
    const client = await this.find(clientId, author.caller);
    const { mended, patch } = await this.fixes.apply(client, rules, author);
    const [findings = []] = await this.linter.findings([mended], {});
    return new FixedClientResponse(client, findings, patch);
  }

  private async find(clientId: string, caller: Caller): Promise<Client> {
    const client = await this.repository.find(clientId);
    if (client === undefined) throw Problem.notFound('client');
    checkOwned(client, caller);
    return client;
  }
}
