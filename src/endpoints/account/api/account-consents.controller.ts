import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Endpoint, Problem, RequireScope } from '#platform/http';
import { type Asked, OwnAccess } from '../own-access.js';
import { AccountHolder } from './account-holder.decorator.js';
import { ConsentListResponse, ConsentResponse } from './account-consents.response.js';

@ApiTags('account')
@Endpoint({ errors: 'problem', scriptsOf: 'clients' })
@Controller('account/api/consents')
export class AccountConsentsController {
  constructor(private readonly access: OwnAccess) {}

  @RequireScope('account:read', '/account')
  @Get()
  @ApiOperation({ summary: 'List what you allowed to applications' })
  @ApiOkResponse({ type: ConsentListResponse })
  @ApiProblems()
  async list(@AccountHolder() { userId }: Asked): Promise<ConsentListResponse> {
    const consents = await this.access.consents(userId);
    return { items: consents.map((consent) => new ConsentResponse(consent)) };
  }

  @RequireScope('account:write', '/account')
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Withdraw what you allowed to an application',
    description: 'Ends every token that rests on it at once.',
  })
  @ApiNoContentResponse()
  @ApiProblems(404)
  async withdraw(@Param('id') id: string, @AccountHolder() holder: Asked): Promise<void> {
    if (!(await this.access.withdrawConsent(id, holder))) throw Problem.notFound('consent');
  }
}
