import { Controller, Delete, Get, HttpCode, Param, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Endpoint, Problem, RequireScope } from '#platform/http';
import { AnswersList } from '#platform/lists';
import { AuthorizationListResponse, ListAuthorizationsRequest } from '#tokens';
import type { Asked } from '../own-access.js';
import { OwnAuthorizations } from '../own-authorizations.js';
import { AccountHolder } from './account-holder.decorator.js';

@ApiTags('account')
@Endpoint({ errors: 'problem', scriptsOf: 'clients' })
@Controller('account/api/authorizations')
export class AccountAuthorizationsController {
  constructor(private readonly authorizations: OwnAuthorizations) {}

  @RequireScope('account:read', '/account')
  @Get()
  @ApiOperation({
    summary: 'List the applications that have access in your name',
    description: 'One for each sign-in, also where you were not asked for consent.',
  })
  @AnswersList(AuthorizationListResponse)
  @ApiProblems()
  async list(
    @AccountHolder() { userId }: Asked,
    @Query() query: ListAuthorizationsRequest,
  ): Promise<AuthorizationListResponse> {
    return new AuthorizationListResponse(await this.authorizations.page(userId, query));
  }

  @RequireScope('account:write', '/account')
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    summary: 'End the access of an application',
    description: 'With every token that rests on it, at once.',
  })
  @ApiNoContentResponse()
  @ApiProblems(404)
  async end(@Param('id') id: string, @AccountHolder() holder: Asked): Promise<void> {
    if (!(await this.authorizations.end(id, holder))) throw Problem.notFound('authorization');
  }
}
