import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBody,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  ABOUT_PUT,
  AnswersEntityTag,
  type Author,
  AuthorOf,
  type CallingAuthor,
  ConditionalChange,
  ConditionalRead,
  ETAG,
  PutAnswer,
  PutsByExternalId,
  Versioned,
  DryRunnable,
} from '#platform/changes';
import {
  AnswersCreated,
  ApiProblems,
  ManagementEndpoint,
  RequireScope,
  writableMembers,
  DANGEROUS,
} from '#platform/http';
import { AnswersList } from '#platform/lists';
import type { AssertionIssuer } from '../assertion-issuer.js';
import { AssertionIssuerAdministration } from './assertion-issuer-administration.js';
import {
  CreateAssertionIssuerRequest,
  ListAssertionIssuersRequest,
  UpdateAssertionIssuerRequest,
} from './assertion-issuer.request.js';
import {
  AssertionIssuerListResponse,
  AssertionIssuerResponse,
} from './assertion-issuer.response.js';

// Swagger UI would otherwise offer every member at once, and trying out a change would change all.
const CREATE_EXAMPLES = {
  partner: {
    value: {
      issuer: 'https://partner.example.com',
      name: 'Partner portal',
      jwks_uri: 'https://partner.example.com/jwks',
      subject_mapping: 'email',
      client_ids: ['mB3v0pJ8Qq2kYx1tW9rZaA'],
      scopes: ['photos:read'],
    },
  },
};

const CHANGE_EXAMPLES = {
  disable: { value: { enabled: false } },
  'who and what': { value: { client_ids: [], scopes: ['photos:read'] } },
};

@ApiTags('assertion issuers')
@ManagementEndpoint()
@Controller('admin/assertion-issuers')
export class AssertionIssuersController {
  constructor(private readonly administration: AssertionIssuerAdministration) {}

  @RequireScope('assertion-issuers:read', '/admin')
  @Get()
  @ApiOperation({ summary: 'List the assertion issuers' })
  @AnswersList(AssertionIssuerListResponse)
  @ApiProblems()
  async list(@Query() query: ListAssertionIssuersRequest): Promise<AssertionIssuerListResponse> {
    return new AssertionIssuerListResponse(await this.administration.list(query));
  }

  @RequireScope('assertion-issuers:write', '/admin')
  @Post()
  @ApiOperation({
    summary: 'Register an assertion issuer',
    description:
      'Clients that are named can then exchange its signed word about a user for a token (RFC 7523).',
  })
  @ApiBody({ type: CreateAssertionIssuerRequest, examples: CREATE_EXAMPLES })
  @AnswersEntityTag()
  @AnswersCreated(AssertionIssuerResponse, 'id', ETAG)
  @ApiProblems(409)
  @DryRunnable()
  async create(
    @Body() body: CreateAssertionIssuerRequest,
    @AuthorOf() author: CallingAuthor,
  ): Promise<Versioned<AssertionIssuerResponse>> {
    return answer(await this.administration.create(body, author));
  }

  @RequireScope('assertion-issuers:read', '/admin')
  @Get(':id')
  @ApiOperation({ summary: 'Read an assertion issuer' })
  @ConditionalRead()
  @ApiOkResponse({ type: AssertionIssuerResponse, headers: ETAG })
  @ApiProblems(404)
  async read(@Param('id') id: string): Promise<Versioned<AssertionIssuerResponse>> {
    return answer(await this.administration.find(id));
  }

  @RequireScope('assertion-issuers:write', '/admin')
  @Patch(':id')
  @ApiOperation({
    summary: 'Change an assertion issuer',
    description:
      'Members given replace what is there; new keys take the place of the old. The issuer never changes.',
  })
  @ApiBody({ type: UpdateAssertionIssuerRequest, examples: CHANGE_EXAMPLES })
  @ConditionalChange()
  @ApiOkResponse({ type: AssertionIssuerResponse, headers: ETAG })
  @ApiProblems(404, 409, 412)
  @DryRunnable()
  async change(
    @Param('id') id: string,
    @Body() body: UpdateAssertionIssuerRequest,
    @AuthorOf() author: CallingAuthor,
  ): Promise<Versioned<AssertionIssuerResponse>> {
    const changes = await writableMembers(body, async () => (await this.read(id)).body);
    return answer(await this.administration.change(id, changes, author));
  }

  @RequireScope('assertion-issuers:write', '/admin')
  @PutsByExternalId(AssertionIssuerResponse, AssertionIssuerResponse, 'id')
  @ApiOperation({
    summary: 'Create or replace an assertion issuer by its external_id',
    description: ABOUT_PUT,
  })
  @ApiBody({ type: CreateAssertionIssuerRequest, examples: CREATE_EXAMPLES })
  async put(
    @Param('external_id') externalId: string,
    @Body() body: CreateAssertionIssuerRequest,
    @AuthorOf() author: CallingAuthor,
  ): Promise<PutAnswer<AssertionIssuerResponse>> {
    const { created, result } = await this.administration.put(externalId, body, author);
    return new PutAnswer(created, result.version, new AssertionIssuerResponse(result));
  }

  @RequireScope('assertion-issuers:write', '/admin', DANGEROUS)
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete an assertion issuer' })
  @ConditionalChange()
  @ApiNoContentResponse()
  @ApiProblems(404, 412)
  @DryRunnable()
  async delete(@Param('id') id: string, @AuthorOf() author: Author): Promise<void> {
    await this.administration.delete(id, author);
  }
}

function answer(issuer: AssertionIssuer): Versioned<AssertionIssuerResponse> {
  return new Versioned(issuer.version, new AssertionIssuerResponse(issuer));
}
