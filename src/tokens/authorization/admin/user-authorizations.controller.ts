import { Controller, Delete, Get, HttpCode, Param, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuthorOf, type CallingAuthor } from '#platform/changes';
import { ApiProblems, ManagementEndpoint, RequireScope } from '#platform/http';
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
  ): Promise<AuthorizationListResponse> {
    return new AuthorizationListResponse(await this.administration.list(sub, query));
  }

  @RequireScope('users:write', '/admin')
  @Delete()
  @HttpCode(204)
  @ApiOperation({
    summary: 'End all access in the name of a user',
    description: 'With every token, offline access too. Sessions and consents stay.',
  })
  @ApiNoContentResponse()
  @ApiProblems(404)
  async endAll(
    @Param('sub') sub: string,
    @Query() query: EndAuthorizationsRequest,
    @AuthorOf() author: CallingAuthor,
  ): Promise<void> {
    await this.administration.endAll(sub, query, author);
  }

  @RequireScope('users:write', '/admin')
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    summary: 'End one access in the name of a user',
    description: 'With every token that rests on it, at once.',
  })
  @ApiNoContentResponse()
  @ApiProblems(404)
  async end(
    @Param('sub') sub: string,
    @Param('id') id: string,
    @AuthorOf() author: CallingAuthor,
  ): Promise<void> {
    await this.administration.end(sub, id, author);
  }
}
