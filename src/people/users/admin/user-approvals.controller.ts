import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuthorOf, type CallingAuthor, DryRunnable } from '#platform/changes';
import { ApiProblems, ManagementEndpoint, RequireScope, WithinReach } from '#platform/http';
import { Approvals } from '../sign-up/approvals.js';

/** Those who have signed up and wait for an admin (`GET /admin/users?awaits_approval=true`). */
@ApiTags('users')
@ManagementEndpoint()
@Controller('admin/users/:sub')
export class UserApprovalsController {
  constructor(private readonly approvals: Approvals) {}

  @RequireScope('users:write', '/admin')
  @WithinReach('people')
  @Post('approve')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Let a user in who has signed up',
    description: 'They are told by mail. GET /admin/users?awaits_approval=true lists who waits.',
  })
  @ApiNoContentResponse()
  @ApiProblems(404, 409)
  @DryRunnable()
  async approve(@Param('sub') sub: string, @AuthorOf() author: CallingAuthor): Promise<void> {
    await this.approvals.approve(sub, author);
  }

  @RequireScope('users:write', '/admin')
  @WithinReach('people')
  @Post('refuse')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Refuse a user who has signed up',
    description: 'They are told by mail, and the account is deleted.',
  })
  @ApiNoContentResponse()
  @ApiProblems(404, 409)
  @DryRunnable()
  async refuse(@Param('sub') sub: string, @AuthorOf() author: CallingAuthor): Promise<void> {
    await this.approvals.refuse(sub, author);
  }
}
