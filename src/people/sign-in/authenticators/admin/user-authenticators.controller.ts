import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuthorOf, type CallingAuthor, DryRunnable } from '#platform/changes';
import {
  ApiProblems,
  type Caller,
  CallerOf,
  DANGEROUS,
  ManagementEndpoint,
  Problem,
  RequireScope,
  WithinReach,
} from '#platform/http';
import { checkReach, checkSight, UserRepository } from '#people/users';
import { PersonAuthenticators } from '../person-authenticators.js';
import { AuthenticatorsResponse } from './authenticators.response.js';

/** What admins see and end of the authenticators of a person; they add none. */
@ApiTags('users')
@ManagementEndpoint()
@Controller('admin/users/:sub')
export class UserAuthenticatorsController {
  constructor(
    private readonly users: UserRepository,
    private readonly authenticators: PersonAuthenticators,
  ) {}

  @RequireScope('users:read', '/admin')
  @WithinReach('people')
  @Get('authenticators')
  @ApiOperation({ summary: 'List with what a user signs in beside the password' })
  @ApiOkResponse({ type: AuthenticatorsResponse })
  @ApiProblems(404)
  async list(
    @Param('sub') sub: string,
    @CallerOf() caller: Caller,
  ): Promise<AuthenticatorsResponse> {
    const user = await this.users.find(sub);
    if (user === undefined) throw Problem.notFound('user');
    checkSight(caller, user);
    return new AuthenticatorsResponse(await this.authenticators.list(sub));
  }

  @RequireScope('users:write', '/admin', DANGEROUS)
  @WithinReach('people')
  @Delete('authenticators/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove one authenticator of a user' })
  @ApiNoContentResponse()
  @ApiProblems(404)
  @DryRunnable()
  async delete(
    @Param('sub') sub: string,
    @Param('id') id: string,
    @AuthorOf() author: CallingAuthor,
  ): Promise<void> {
    await this.checkReach(sub, author);
    if ((await this.authenticators.delete(sub, id, author)) === 'unknown') {
      throw Problem.notFound('authenticator');
    }
  }

  @RequireScope('users:write', '/admin', DANGEROUS)
  @WithinReach('people')
  @Post('reset-authenticators')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Remove all authenticators of a user',
    description:
      'For somebody who lost them: they sign in with the password alone and set up new ones. Everything that they are signed in to ends at once.',
  })
  @ApiNoContentResponse()
  @ApiProblems(404)
  @DryRunnable()
  async reset(@Param('sub') sub: string, @AuthorOf() author: CallingAuthor): Promise<void> {
    await this.checkReach(sub, author);
    await this.authenticators.reset(sub, author);
  }

  private async checkReach(sub: string, { caller }: CallingAuthor): Promise<void> {
    const user = await this.users.find(sub);
    if (user === undefined) throw Problem.notFound('user');
    checkReach(caller, user);
  }
}
