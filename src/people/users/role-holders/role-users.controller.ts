import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiBody, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuthorOf, type CallingAuthor, DryRunnable } from '#platform/changes';
import { ApiProblems, ManagementEndpoint, Problem, RequireScope } from '#platform/http';
import { gatehouseRole } from '#registry/roles';
import { AnswersList, PageRequest, SortedBy } from '#platform/lists';
import type { AdminRoleTerms } from '../admin-roles.js';
import { GiveRoleRequest } from './give-role.request.js';
import { PowerHolders } from './power-holders.js';
import { RoleHolders } from './role-holders.js';
import { RoleUserListResponse } from './role-users.response.js';

export class ListRoleUsersRequest extends PageRequest {
  @SortedBy('sub', 'given_at')
  sort?: string;
}

const GIVE_EXAMPLES = {
  'a role': { value: {} },
  'help desk of a group': { value: { groups: ['pX0Jv3m2QyqB1t9cE7d4kw'] } },
};

@ApiTags('roles')
@ManagementEndpoint()
@Controller('admin/roles/:id/users')
export class RoleUsersController {
  constructor(
    private readonly holders: RoleHolders,
    private readonly powers: PowerHolders,
  ) {}

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
    description:
      "Has no effect on somebody who has it already. One of Gatehouse's own roles may be given for the people of some groups; whoever gives it holds all of its scopes, and nobody gives themselves one.",
  })
  @ApiNoContentResponse()
  @ApiBody({ type: GiveRoleRequest, required: false, examples: GIVE_EXAMPLES })
  @ApiProblems(404, 409)
  @DryRunnable()
  async give(
    @Param('id') id: string,
    @Param('sub') sub: string,
    @Body() body: GiveRoleRequest,
    @AuthorOf() author: CallingAuthor,
  ): Promise<void> {
    const own = gatehouseRole(id);
    if (own !== undefined) await this.powers.give(own, sub, termsIn(body), author);
    else if (Object.values(body).every((value) => value === undefined)) {
      await this.holders.give(id, sub, author);
    } else throw Problem.badRequest("Only Gatehouse's own roles are given for a part.");
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
    @AuthorOf() author: CallingAuthor,
  ): Promise<void> {
    const own = gatehouseRole(id);
    if (own === undefined) await this.holders.take(id, sub, author);
    else await this.powers.take(own, sub, author);
  }
}

function termsIn({ groups, policy }: GiveRoleRequest): AdminRoleTerms {
  return {
    ...(groups === undefined ? {} : { groups }),
    ...(policy === undefined ? {} : { policy: Object.assign({}, policy) }),
  };
}
