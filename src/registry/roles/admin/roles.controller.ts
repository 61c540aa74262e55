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
import type { Role } from '../role.js';
import { RoleAdministration } from './role-administration.js';
import { CreateRoleRequest, ListRolesRequest, UpdateRoleRequest } from './role.request.js';
import { RoleListResponse, RoleResponse } from './role.response.js';

// Swagger UI would otherwise offer every member at once, and trying out a change would change all.
const CREATE_EXAMPLES = {
  approver: {
    value: {
      client_id: 'mB3v0pJ8Qq2kYx1tW9rZaA',
      name: 'approver',
      description: 'Approves payments',
    },
  },
};
const CHANGE_EXAMPLES = { description: { value: { description: 'Approves payments' } } };

@ApiTags('roles')
@ManagementEndpoint()
@Controller('admin/roles')
export class RolesController {
  constructor(private readonly administration: RoleAdministration) {}

  @RequireScope('roles:read', '/admin')
  @Get()
  @ApiOperation({ summary: 'List the roles of applications, of APIs and of Gatehouse itself' })
  @AnswersList(RoleListResponse)
  @ApiProblems()
  async list(@Query() query: ListRolesRequest): Promise<RoleListResponse> {
    return new RoleListResponse(await this.administration.list(query));
  }

  @RequireScope('roles:write', '/admin')
  @Post()
  @ApiOperation({
    summary: 'Create a role of an application or an API',
    description:
      'Its owner alone is told of it: a client in ID tokens and at userinfo, an API in access tokens for nobody else and by introspection, each with the scope roles.',
  })
  @ApiBody({ type: CreateRoleRequest, examples: CREATE_EXAMPLES })
  @AnswersEntityTag()
  @AnswersCreated(RoleResponse, 'id', ETAG)
  @ApiProblems(409)
  @DryRunnable()
  async create(
    @Body() body: CreateRoleRequest,
    @AuthorOf() author: Author,
  ): Promise<Versioned<RoleResponse>> {
    return answer(await this.administration.create(body, author));
  }

  @RequireScope('roles:read', '/admin')
  @Get(':id')
  @ApiOperation({ summary: 'Read a role' })
  @ConditionalRead()
  @ApiOkResponse({ type: RoleResponse, headers: ETAG })
  @ApiProblems(404)
  async read(@Param('id') id: string): Promise<Versioned<RoleResponse>> {
    return answer(await this.administration.find(id));
  }

  @RequireScope('roles:write', '/admin')
  @Patch(':id')
  @ApiOperation({
    summary: 'Change a role, and which groups have it',
    description: 'Members given replace what is there. Whose role it is never changes.',
  })
  @ApiBody({ type: UpdateRoleRequest, examples: CHANGE_EXAMPLES })
  @ConditionalChange()
  @ApiOkResponse({ type: RoleResponse, headers: ETAG })
  @ApiProblems(404, 409, 412)
  @DryRunnable()
  async change(
    @Param('id') id: string,
    @Body() body: UpdateRoleRequest,
    @AuthorOf() author: Author,
  ): Promise<Versioned<RoleResponse>> {
    const changes = await writableMembers(body, async () => (await this.read(id)).body);
    return answer(await this.administration.change(id, changes, author));
  }

  @RequireScope('roles:write', '/admin')
  @PutsByExternalId(RoleResponse, RoleResponse, 'id')
  @ApiOperation({ summary: 'Create or replace a role by its external_id', description: ABOUT_PUT })
  @ApiBody({ type: CreateRoleRequest, examples: CREATE_EXAMPLES })
  async put(
    @Param('external_id') externalId: string,
    @Body() body: CreateRoleRequest,
    @AuthorOf() author: Author,
  ): Promise<PutAnswer<RoleResponse>> {
    const { created, result } = await this.administration.put(externalId, body, author);
    return new PutAnswer(created, result.version, new RoleResponse(result));
  }

  @RequireScope('roles:write', '/admin', DANGEROUS)
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a role, whoever has it' })
  @ConditionalChange()
  @ApiNoContentResponse()
  @ApiProblems(404, 409, 412)
  @DryRunnable()
  async delete(@Param('id') id: string, @AuthorOf() author: Author): Promise<void> {
    await this.administration.delete(id, author);
  }
}

function answer(role: Role): Versioned<RoleResponse> {
  return new Versioned(role.version, new RoleResponse(role));
}
