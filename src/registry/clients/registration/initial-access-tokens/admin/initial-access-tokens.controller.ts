import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  AnswersEntityTag,
  type Author,
  AuthorOf,
  type CallingAuthor,
  ConditionalChange,
  ETAG,
  Versioned,
  DryRunnable,
} from '#platform/changes';
import { ApiProblems, ManagementEndpoint, RequireScope } from '#platform/http';
import { AnswersList } from '#platform/lists';
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
@ManagementEndpoint()
@Controller('admin/initial-access-tokens')
export class InitialAccessTokensController {
  constructor(private readonly administration: InitialAccessTokenAdministration) {}

  @RequireScope('clients:read', '/admin')
  @Get()
  @ApiOperation({ summary: 'List the initial access tokens' })
  @AnswersList(InitialAccessTokenListResponse)
  @ApiProblems()
  async list(
    @Query() query: ListInitialAccessTokensRequest,
  ): Promise<InitialAccessTokenListResponse> {
    return new InitialAccessTokenListResponse(await this.administration.list(query));
  }

  @RequireScope('clients:write', '/admin')
  @Post()
  @ApiOperation({
    summary: 'Let somebody register clients',
    description:
      'The answer shows the token, once. Whoever has it can register clients at /register, on the terms of its policy (RFC 7591 §3).',
  })
  @ApiBody({ type: CreateInitialAccessTokenRequest, examples: EXAMPLES })
  @AnswersEntityTag()
  @ApiCreatedResponse({ type: InitialAccessTokenResponse, headers: ETAG })
  @ApiProblems()
  @DryRunnable()
  async create(
    @Body() body: CreateInitialAccessTokenRequest,
    @AuthorOf() author: CallingAuthor,
  ): Promise<Versioned<InitialAccessTokenResponse>> {
    const { token, value } = await this.administration.create(body, author);
    return new Versioned(token.version, new InitialAccessTokenResponse(token, value));
  }

  @RequireScope('clients:write', '/admin')
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Withdraw an initial access token',
    description: 'Clients that were registered with it stay.',
  })
  @ConditionalChange()
  @ApiNoContentResponse()
  @ApiProblems(404, 412)
  @DryRunnable()
  async withdraw(@Param('id') id: string, @AuthorOf() author: Author): Promise<void> {
    await this.administration.withdraw(id, author);
  }
}
