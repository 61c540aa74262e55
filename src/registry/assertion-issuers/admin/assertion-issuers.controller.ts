import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
  Req,
} from '@nestjs/common';
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
  writableMembers,
} from '#platform/http';
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
@Controller('admin/assertion-issuers')
export class AssertionIssuersController {
  constructor(
    private readonly administration: AssertionIssuerAdministration,
    private readonly audit: AuditLog,
  ) {}

  @RequireScope('assertion-issuers:read', '/admin')
  @Get()
  @ApiOperation({ summary: 'List the assertion issuers' })
  @ApiOkResponse({ type: AssertionIssuerListResponse })
  @ApiProblems()
  async list(@Query() query: ListAssertionIssuersRequest): Promise<AssertionIssuerListResponse> {
    const size = pageSize(query.limit);
    const found = await this.administration.list(query.after ?? '', size + 1);
    return new AssertionIssuerListResponse(found, size);
  }

  @RequireScope('assertion-issuers:write', '/admin')
  @Post()
  @ApiOperation({
    summary: 'Register an assertion issuer',
    description:
      'Clients that are named can then exchange its signed word about a user for a token (RFC 7523).',
  })
  @ApiBody({ type: CreateAssertionIssuerRequest, examples: CREATE_EXAMPLES })
  @ApiCreatedResponse({ type: AssertionIssuerResponse })
  @ApiProblems(409)
  async create(
    @Body() body: CreateAssertionIssuerRequest,
    @CallerOf() caller: Caller,
    @Req() request: HttpRequest,
  ): Promise<AssertionIssuerResponse> {
    const created = await this.administration.create(body);
    this.record('assertion_issuer.created', created, caller, request);
    return new AssertionIssuerResponse(created);
  }

  @RequireScope('assertion-issuers:read', '/admin')
  @Get(':id')
  @ApiOperation({ summary: 'Read an assertion issuer' })
  @ApiOkResponse({ type: AssertionIssuerResponse })
  @ApiProblems(404)
  async read(@Param('id') id: string): Promise<AssertionIssuerResponse> {
    return new AssertionIssuerResponse(await this.administration.find(id));
  }

  @RequireScope('assertion-issuers:write', '/admin')
  @Patch(':id')
  @ApiOperation({
    summary: 'Change an assertion issuer',
    description:
      'Members given replace what is there; new keys take the place of the old. The issuer never changes.',
  })
  @ApiBody({ type: UpdateAssertionIssuerRequest, examples: CHANGE_EXAMPLES })
  @ApiOkResponse({ type: AssertionIssuerResponse })
  @ApiProblems(404)
  async change(
    @Param('id') id: string,
    @Body() body: UpdateAssertionIssuerRequest,
    @CallerOf() caller: Caller,
    @Req() request: HttpRequest,
  ): Promise<AssertionIssuerResponse> {
    const changes = await writableMembers(body, () => this.read(id));
    const changed = await this.administration.update(id, changes);
    this.record('assertion_issuer.changed', changed, caller, request);
    return new AssertionIssuerResponse(changed);
  }

  @RequireScope('assertion-issuers:write', '/admin')
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete an assertion issuer' })
  @ApiNoContentResponse()
  @ApiProblems(404)
  async delete(
    @Param('id') id: string,
    @CallerOf() caller: Caller,
    @Req() request: HttpRequest,
  ): Promise<void> {
    const issuer = await this.administration.find(id);
    await this.administration.delete(id);
    this.record('assertion_issuer.deleted', issuer, caller, request);
  }

  private record(
    type: AuditEventType,
    { id, issuer }: AssertionIssuer,
    caller: Caller,
    request: HttpRequest,
  ): void {
    const actor = caller.userId ?? caller.clientId;
    this.audit.record({ type, actor, request, details: { id, issuer } });
  }
}
