import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Endpoint, Problem, RequireScope } from '#platform/http';
import { TrustedBrowsers, TrustedBrowsersResponse } from '#people/sessions';
import type { Asked } from '../own-access.js';
import { AccountHolder } from './account-holder.decorator.js';

@ApiTags('account')
@Endpoint({ errors: 'problem', scriptsOf: 'clients' })
@Controller('account/api/trusted-browsers')
export class AccountTrustedBrowsersController {
  constructor(private readonly browsers: TrustedBrowsers) {}

  @RequireScope('account:read', '/account')
  @Get()
  @ApiOperation({ summary: 'List the browsers in which you are not asked for your second factor' })
  @ApiOkResponse({ type: TrustedBrowsersResponse })
  @ApiProblems()
  async list(@AccountHolder() { userId }: Asked): Promise<TrustedBrowsersResponse> {
    return new TrustedBrowsersResponse(await this.browsers.list(userId));
  }

  @RequireScope('account:write', '/account')
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Ask for your second factor in a browser again' })
  @ApiNoContentResponse()
  @ApiProblems(404)
  async end(@Param('id') id: string, @AccountHolder() holder: Asked): Promise<void> {
    const { userId, via, origin } = holder;
    const author = { actor: { kind: 'user', id: userId }, origin, via } as const;
    if (!(await this.browsers.end(userId, id, author))) throw Problem.notFound('trusted browser');
  }
}
