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
import { AnswersList, PageRequest, SortedBy } from '#platform/lists';
import { UserSessionListResponse } from '../session.response.js';
import { SessionAdministration } from './session-administration.js';

export class ListUserSessionsRequest extends PageRequest {
  @SortedBy('id', 'last_seen_at', 'created_at')
  sort?: string;
}

@ApiTags('users')
@ManagementEndpoint()
@Controller('admin/users/:sub/sessions')
export class UserSessionsController {
  constructor(private readonly administration: SessionAdministration) {}

  @RequireScope('users:read', '/admin')
  @WithinReach('people')
  @Get()
  @ApiOperation({ summary: 'List the browsers in which a user is signed in' })
  @AnswersList(UserSessionListResponse)
  @ApiProblems(404)
  async list(
    @Param('sub') sub: string,
    @Query() query: ListUserSessionsRequest,
    @CallerOf() caller: Caller,
  ): Promise<UserSessionListResponse> {
    return new UserSessionListResponse(await this.administration.list(sub, query, caller));
  }

  @RequireScope('sessions:end', '/admin')
  @WithinReach('people')
  @Delete()
  @HttpCode(204)
  @ApiOperation({
    summary: 'Sign a user out everywhere',
    description:
      'Ends all sessions at once, those that begin in this moment too, with the tokens that live as long as they. Offline access goes on.',
  })
  @ApiNoContentResponse()
  @ApiProblems(404)
  @DryRunnable()
  async endAll(@Param('sub') sub: string, @AuthorOf() author: CallingAuthor): Promise<void> {
    await this.administration.endAll(sub, author);
  }

  @RequireScope('sessions:end', '/admin')
  @WithinReach('people')
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Sign a user out of one browser',
    description: 'Ends at once, with the tokens that live as long as the session.',
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
