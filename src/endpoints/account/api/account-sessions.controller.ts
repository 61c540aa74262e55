import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Endpoint, Problem, RequireScope } from '#platform/http';
import { SessionResponse } from '#people/sessions';
import { type Asked, OwnAccess } from '../own-access.js';
import { AccountHolder } from './account-holder.decorator.js';
import { SessionListResponse } from './account-sessions.response.js';

@ApiTags('account')
@Endpoint({ errors: 'problem', scriptsOf: 'clients' })
@Controller('account/api/sessions')
export class AccountSessionsController {
  constructor(private readonly access: OwnAccess) {}

  @RequireScope('account:read', '/account')
  @Get()
  @ApiOperation({ summary: 'List the browsers in which you are signed in' })
  @ApiOkResponse({ type: SessionListResponse })
  @ApiProblems()
  async list(@AccountHolder() { userId }: Asked): Promise<SessionListResponse> {
    const sessions = await this.access.sessions(userId);
    return { items: sessions.map((session) => new SessionResponse(session)) };
  }

  @RequireScope('account:write', '/account')
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Sign a browser out',
    description: 'Ends at once, with the tokens that live as long as the session.',
  })
  @ApiNoContentResponse()
  @ApiProblems(404)
  async end(@Param('id') id: string, @AccountHolder() holder: Asked): Promise<void> {
    if (!(await this.access.endSession(id, holder))) throw Problem.notFound('session');
  }
}
