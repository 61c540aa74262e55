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
import { EndAuthorizationsRequest, ListAuthorizationsRequest } from '../authorization.request.js';
import { AuthorizationListResponse } from '../authorization.response.js';
import { AuthorizationAdministration } from './authorization-administration.js';

@ApiTags('users')
@ManagementEndpoint()
@Controller('admin/users/:sub/authorizations')
export class UserAuthorizationsController {
  constructor(private readonly administration: AuthorizationAdministration) {}

  @RequireScope('users:read', '/admin')
  @WithinReach('people')
  @Get()
  @ApiOperation({
    summary: 'List the applications that have access in the name of a user',
    description: 'One for each sign-in, also where nobody was asked for consent. Never a token.',
  })
  @AnswersList(AuthorizationListResponse)
  @ApiProblems(404)
  async list(
    @Param('sub') sub: string,
    @Query() query: ListAuthorizationsRequest,
    @CallerOf() caller: Caller,
  ): Promise<AuthorizationListResponse> {
    return new AuthorizationListResponse(await this.administration.list(sub, query, caller));
  }

  @RequireScope('sessions:end', '/admin')
  @WithinReach('people')
  @Delete()
  @HttpCode(204)
  @ApiOperation({
    summary: 'End all access in the name of a user',
    description:
      'With every token, offline access too, and what begins in this moment. Sessions and consents stay. With `client_id` each that is there is ended by itself.',
  })
  @ApiNoContentResponse()
  @ApiProblems(404)
  @DryRunnable()
  async endAll(
    @Param('sub') sub: string,
    @Query() { client_id: clientId }: EndAuthorizationsRequest,
    @AuthorOf() author: CallingAuthor,
  ): Promise<void> {
    if (clientId === undefined) await this.administration.endAll(sub, author);
    else await this.administration.endOfClient(sub, clientId, author);
  }

  @RequireScope('sessions:end', '/admin')
  @WithinReach('people')
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    summary: 'End one access in the name of a user',
    description: 'With every token that rests on it, at once.',
  })
  @ApiNoContentResponse()
  @ApiProblems(404)
  @DryRunnable()
  async end(
    @Param('sub') sub: string,
    @Param('id') id: string,
    @AuthorOf() author: CallingAuthor,
  ): Promise<void> {
    await this.administration.end(sub, id, author);
  }
}
