import { Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Author, AuthorOf, DryRunnable } from '#platform/changes';
import {
  ApiProblems,
  type Caller,
  CallerOf,
  ManagementEndpoint,
  RequireScope,
  WithinReach,
} from '#platform/http';
import { AnswersList, PageRequest, SortedBy } from '#platform/lists';
import { GroupMemberListResponse } from './group-members.response.js';
import { Memberships } from './memberships.js';

export class ListGroupMembersRequest extends PageRequest {
  @SortedBy('sub', 'joined_at')
  sort?: string;
}

@ApiTags('groups')
@ManagementEndpoint()
@Controller('admin/groups/:id/members')
export class GroupMembersController {
  constructor(private readonly memberships: Memberships) {}

  @RequireScope('groups:read', '/admin')
  @WithinReach('groups')
  @Get()
  @ApiOperation({ summary: 'List who is in a group' })
  @AnswersList(GroupMemberListResponse)
  @ApiProblems(404)
  async list(
    @Param('id') id: string,
    @Query() query: ListGroupMembersRequest,
    @CallerOf() caller: Caller,
  ): Promise<GroupMemberListResponse> {
    return new GroupMemberListResponse(await this.memberships.list(id, query, caller));
  }

  @RequireScope('groups:write', '/admin')
  @Put(':sub')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Put a user into a group',
    description: 'Has no effect on somebody who is in it already.',
  })
  @ApiNoContentResponse()
  @ApiProblems(404, 409)
  @DryRunnable()
  async add(
    @Param('id') id: string,
    @Param('sub') sub: string,
    @AuthorOf() author: Author,
  ): Promise<void> {
    await this.memberships.begin(id, sub, author);
  }

  @RequireScope('groups:write', '/admin')
  @Delete(':sub')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Take a user out of a group',
    description: 'At once. What they had in this group does not come back when they join it again.',
  })
  @ApiNoContentResponse()
  @ApiProblems(404)
  @DryRunnable()
  async remove(
    @Param('id') id: string,
    @Param('sub') sub: string,
    @AuthorOf() author: Author,
  ): Promise<void> {
    await this.memberships.end(id, sub, author);
  }
}
