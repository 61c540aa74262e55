import { Controller, Delete, Get, HttpCode, Param, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuthorOf, type CallingAuthor, DryRunnable } from '#platform/changes';
import {
  ApiProblems,
  type Caller,
  CallerOf,
  ManagementEndpoint,
  RequireScope,
  WithinReach,
} from '#platform/http';
import { AnswersList } from '#platform/lists';
import { ListAllAuthorizationsRequest } from '../authorization.request.js';
import { AuthorizationsOfUsersResponse } from '../authorization.response.js';
import { AuthorizationAdministration } from './authorization-administration.js';

@ApiTags('authorizations')
@ManagementEndpoint()
@Controller('admin/authorizations')
export class AuthorizationsController {
  constructor(private readonly administration: AuthorizationAdministration) {}

  @RequireScope('users:read', '/admin')
  @WithinReach('people')
  @Get()
  @ApiOperation({
    summary: 'List the access that applications have in the name of people',
    description: 'One for each sign-in, as long as tokens can rest on it. Never a token.',
  })
  @AnswersList(AuthorizationsOfUsersResponse)
  @ApiProblems()
  async list(
    @Query() query: ListAllAuthorizationsRequest,
    @CallerOf() { reach }: Caller,
  ): Promise<AuthorizationsOfUsersResponse> {
    return new AuthorizationsOfUsersResponse(await this.administration.page(query, reach));
  }

  @RequireScope('sessions:end', '/admin')
  @WithinReach('people')
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    summary: 'End an authorization',
    description: 'With every token that rests on it, at once.',
  })
  @ApiNoContentResponse()
  @ApiProblems(404)
  @DryRunnable()
  async end(@Param('id') id: string, @AuthorOf() author: CallingAuthor): Promise<void> {
    await this.administration.endById(id, author);
  }
}
