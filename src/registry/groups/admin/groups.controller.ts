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
  type Caller,
  CallerOf,
  WithinReach,
  ApiProblems,
  ManagementEndpoint,
  RequireScope,
  writableMembers,
  DANGEROUS,
} from '#platform/http';
import { AnswersList } from '#platform/lists';
import type { Group } from '../group.js';
import { GroupAdministration } from './group-administration.js';
import { CreateGroupRequest, ListGroupsRequest, UpdateGroupRequest } from './group.request.js';
import { GroupListResponse, GroupResponse } from './group.response.js';

// Swagger UI would otherwise offer every member at once, and trying out a change would change all.
const CREATE_EXAMPLES = {
  payroll: { value: { name: 'payroll', description: 'Whoever pays salaries' } },
};
const CHANGE_EXAMPLES = { description: { value: { description: 'Whoever pays salaries' } } };

@ApiTags('groups')
@ManagementEndpoint()
@Controller('admin/groups')
export class GroupsController {
  constructor(private readonly administration: GroupAdministration) {}

  @RequireScope('groups:read', '/admin')
  @WithinReach('groups')
  @Get()
  @ApiOperation({ summary: 'List the groups' })
  @AnswersList(GroupListResponse)
  @ApiProblems()
  async list(
    @Query() query: ListGroupsRequest,
    @CallerOf() caller: Caller,
  ): Promise<GroupListResponse> {
    return new GroupListResponse(await this.administration.list(query, caller));
  }

  @RequireScope('groups:write', '/admin')
  @Post()
  @ApiOperation({
    summary: 'Create a group',
    description: 'Nobody is in it yet. Applications are told its name with the scope groups.',
  })
  @ApiBody({ type: CreateGroupRequest, examples: CREATE_EXAMPLES })
  @AnswersEntityTag()
  @AnswersCreated(GroupResponse, 'id', ETAG)
  @ApiProblems(409)
  @DryRunnable()
  async create(
    @Body() body: CreateGroupRequest,
    @AuthorOf() author: Author,
  ): Promise<Versioned<GroupResponse>> {
    return answer(await this.administration.create(body, author));
  }

  @RequireScope('groups:read', '/admin')
  @WithinReach('groups')
  @Get(':id')
  @ApiOperation({ summary: 'Read a group' })
  @ConditionalRead()
  @ApiOkResponse({ type: GroupResponse, headers: ETAG })
  @ApiProblems(404)
  async read(
    @Param('id') id: string,
    @CallerOf() caller: Pick<Caller, 'reach'>,
  ): Promise<Versioned<GroupResponse>> {
    return answer(await this.administration.find(id, caller));
  }

  @RequireScope('groups:write', '/admin')
  @Patch(':id')
  @ApiOperation({
    summary: 'Change a group',
    description: 'Members given replace what is there. Applications are told a new name at once.',
  })
  @ApiBody({ type: UpdateGroupRequest, examples: CHANGE_EXAMPLES })
  @ConditionalChange()
  @ApiOkResponse({ type: GroupResponse, headers: ETAG })
  @ApiProblems(404, 409, 412)
  @DryRunnable()
  async change(
    @Param('id') id: string,
    @Body() body: UpdateGroupRequest,
    @AuthorOf() author: Author,
  ): Promise<Versioned<GroupResponse>> {
    const changes = await writableMembers(body, async () => (await this.read(id, {})).body);
    return answer(await this.administration.change(id, changes, author));
  }

  @RequireScope('groups:write', '/admin')
  @PutsByExternalId(GroupResponse, GroupResponse, 'id')
  @ApiOperation({ summary: 'Create or replace a group by its external_id', description: ABOUT_PUT })
  @ApiBody({ type: CreateGroupRequest, examples: CREATE_EXAMPLES })
  async put(
    @Param('external_id') externalId: string,
    @Body() body: CreateGroupRequest,
    @AuthorOf() author: Author,
  ): Promise<PutAnswer<GroupResponse>> {
    const { created, result } = await this.administration.put(externalId, body, author);
    return new PutAnswer(created, result.version, new GroupResponse(result));
  }

  @RequireScope('groups:write', '/admin', DANGEROUS)
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Delete a group',
    description:
      'The people who were in it stay. While a client lets people in by it, 409 says which.',
  })
  @ConditionalChange()
  @ApiNoContentResponse()
  @ApiProblems(404, 409, 412)
  @DryRunnable()
  async delete(@Param('id') id: string, @AuthorOf() author: Author): Promise<void> {
    await this.administration.delete(id, author);
  }
}

function answer(group: Group): Versioned<GroupResponse> {
  return new Versioned(group.version, new GroupResponse(group));
}
