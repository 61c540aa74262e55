import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { AuditLog, type AuditEventType } from '#platform/events';
import {
  ApiProblems,
  type Caller,
  CallerOf,
  type HttpRequest,
  pageSize,
  RequireScope,
} from '#platform/http';
import { InitialAccessTokenAdministration } from './initial-access-token-administration.js';
import {
  CreateInitialAccessTokenRequest,
  ListInitialAccessTokensRequest,
} from './initial-access-token.request.js';
import {
  InitialAccessTokenListResponse,
  InitialAccessTokenResponse,
} from './initial-access-token.response.js';

const EXAMPLES = {
  one: { summary: 'For one client, within a day', value: { name: 'Partner portal' } },
  legacy: {
    summary: 'For ten clients that cannot do PKCE',
    value: { name: 'Older applications', max_uses: 10, policy: { require_pkce: false } },
  },
};

@ApiTags('registration')
@Controller('admin/initial-access-tokens')
export class InitialAccessTokensController {
  constructor(
    private readonly administration: InitialAccessTokenAdministration,
    private readonly audit: AuditLog,
  ) {}

  @RequireScope('clients:read', '/admin')
  @Get()
  @ApiOperation({ summary: 'List the initial access tokens' })
  @ApiOkResponse({ type: InitialAccessTokenListResponse })
  @ApiProblems()
  async list(
    @Query() query: ListInitialAccessTokensRequest,
  ): Promise<InitialAccessTokenListResponse> {
    const size = pageSize(query.limit);
    const found = await this.administration.list(query.after ?? '', size + 1);
    return new InitialAccessTokenListResponse(found, size);
  }

  @RequireScope('clients:write', '/admin')
  @Post()
  @ApiOperation({
    summary: 'Let somebody register clients',
    description:
      'The answer shows the token, once. Whoever has it can register clients at /register, on the terms of its policy (RFC 7591 §3).',
  })
  @ApiBody({ type: CreateInitialAccessTokenRequest, examples: EXAMPLES })
  @ApiCreatedResponse({ type: InitialAccessTokenResponse })
  @ApiProblems()
  async create(
    @Body() body: CreateInitialAccessTokenRequest,
    @CallerOf() caller: Caller,
    @Req() request: HttpRequest,
  ): Promise<InitialAccessTokenResponse> {
    const { token, value } = await this.administration.create(body);
    this.record('initial_access_token.created', token.id, caller, request);
    return new InitialAccessTokenResponse(token, value);
  }

  @RequireScope('clients:write', '/admin')
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Withdraw an initial access token',
    description: 'Clients that were registered with it stay.',
  })
  @ApiNoContentResponse()
  @ApiProblems(404)
  async withdraw(
    @Param('id') id: string,
    @CallerOf() caller: Caller,
    @Req() request: HttpRequest,
  ): Promise<void> {
    await this.administration.withdraw(id);
    this.record('initial_access_token.withdrawn', id, caller, request);
  }

  private record(type: AuditEventType, id: string, caller: Caller, request: HttpRequest): void {
    const actor = caller.userId ?? caller.clientId;
    this.audit.record({ type, actor, request, details: { id } });
  }
}
