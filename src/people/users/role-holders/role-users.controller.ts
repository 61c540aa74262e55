import { Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Author, AuthorOf, DryRunnable } from '#platform/changes';
import { ApiProblems, ManagementEndpoint, RequireScope } from '#platform/http';
import { AnswersList, PageRequest, SortedBy } from '#platform/lists';
import { RoleHolders } from './role-holders.js';
import { RoleUserListResponse } from './role-users.response.js';

export class ListRoleUsersRequest extends PageRequest {
  @SortedBy('sub', 'given_at')
  sort?: string;
}

@ApiTags('roles')
@ManagementEndpoint()
@Controller('admin/roles/:id/users')
export class RoleUsersController {
  constructor(private readonly holders: RoleHolders) {}

  @RequireScope('roles:read', '/admin')
  @Get()
  @ApiOperation({
    summary: 'List who has a role',
    description: 'By themselves: the groups that have it stand with the role.',
  })
  @AnswersList(RoleUserListResponse)
  @ApiProblems(404)
  async list(
    @Param('id') id: string,
    @Query() query: ListRoleUsersRequest,
  ): Promise<RoleUserListResponse> {
    return new RoleUserListResponse(await this.holders.list(id, query));
  }

  @RequireScope('roles:write', '/admin')
  @Put(':sub')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Give a user a role',
    description: 'Has no effect on somebody who has it already.',
  })
  @ApiNoContentResponse()
  @ApiProblems(404, 409)
  @DryRunnable()
  async give(
    @Param('id') id: string,
    @Param('sub') sub: string,
    @AuthorOf() author: Author,
  ): Promise<void> {
    await this.holders.give(id, sub, author);
  }

  @RequireScope('roles:write', '/admin')
  @Delete(':sub')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take a role from a user' })
  @ApiNoContentResponse()
  @ApiProblems(404)
  @DryRunnable()
  async take(
    @Param('id') id: string,
    @Param('sub') sub: string,
    @AuthorOf() author: Author,
  ): Promise<void> {
    await this.holders.take(id, sub, author);
  }
}
