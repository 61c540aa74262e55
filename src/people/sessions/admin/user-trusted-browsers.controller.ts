import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuthorOf, type CallingAuthor, DryRunnable } from '#platform/changes';
import {
  ApiProblems,
  type Caller,
  CallerOf,
  ManagementEndpoint,
  Problem,
  RequireScope,
  WithinReach,
} from '#platform/http';
import { checkReach, checkSight, UserRepository } from '#people/users';
import { TrustedBrowsers } from '../trusted-browsers/trusted-browsers.js';
import { TrustedBrowsersResponse } from '../trusted-browsers/trusted-browsers.response.js';

@ApiTags('users')
@ManagementEndpoint()
@Controller('admin/users/:sub/trusted-browsers')
export class UserTrustedBrowsersController {
  constructor(
    private readonly users: UserRepository,
    private readonly browsers: TrustedBrowsers,
  ) {}

  @RequireScope('users:read', '/admin')
  @WithinReach('people')
  @Get()
  @ApiOperation({ summary: 'List the browsers in which a user is not asked for the second factor' })
  @ApiOkResponse({ type: TrustedBrowsersResponse })
  @ApiProblems(404)
  async list(
    @Param('sub') sub: string,
    @CallerOf() caller: Caller,
  ): Promise<TrustedBrowsersResponse> {
    const user = await this.users.find(sub);
    if (user === undefined) throw Problem.notFound('user');
    checkSight(caller, user);
    return new TrustedBrowsersResponse(await this.browsers.list(sub));
  }

  @RequireScope('sessions:end', '/admin')
  @WithinReach('people')
  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Ask a user for the second factor in each browser again' })
  @ApiNoContentResponse()
  @ApiProblems(404)
  @DryRunnable()
  async endAll(@Param('sub') sub: string, @AuthorOf() author: CallingAuthor): Promise<void> {
    await this.checkReach(sub, author);
    await this.browsers.end(sub, undefined, author);
  }

  @RequireScope('sessions:end', '/admin')
  @WithinReach('people')
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Ask a user for the second factor in one browser again' })
  @ApiNoContentResponse()
  @ApiProblems(404)
  @DryRunnable()
  async end(
    @Param('sub') sub: string,
    @Param('id') id: string,
    @AuthorOf() author: CallingAuthor,
  ): Promise<void> {
    await this.checkReach(sub, author);
    if (!(await this.browsers.end(sub, id, author))) throw Problem.notFound('trusted browser');
  }

  private async checkReach(sub: string, { caller }: CallingAuthor): Promise<void> {
    const user = await this.users.find(sub);
    if (user === undefined) throw Problem.notFound('user');
    checkReach(caller, user);
  }
}
