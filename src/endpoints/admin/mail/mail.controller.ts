import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuthorOf, type CallingAuthor } from '#platform/changes';
import { ApiProblems, ManagementEndpoint, Problem, RequireScope } from '#platform/http';
import { AnswersList } from '#platform/lists';
import { MAIL_LANE, Mails } from '#platform/mail';
import { Outbox } from '#platform/outbox';
import { UserRepository } from '#people/users';
import { ListMailsRequest, MailListResponse, TestedMailResponse } from './mail.response.js';

@ApiTags('mail')
@ManagementEndpoint()
@Controller('admin')
export class MailController {
  constructor(
    private readonly mails: Mails,
    private readonly outbox: Outbox,
    private readonly users: UserRepository,
  ) {}

  @RequireScope('diagnostics:read', '/admin')
  @Get('mails')
  @ApiOperation({
    summary: 'List the mails that wait, and those that could not be delivered',
    description:
      'What was delivered is gone. A mail that was given up can be looked at for a fortnight.',
  })
  @AnswersList(MailListResponse)
  @ApiProblems()
  async list(@Query() query: ListMailsRequest): Promise<MailListResponse> {
    return new MailListResponse(await this.outbox.page(MAIL_LANE, query, query.failed === true));
  }

  @RequireScope('settings:write', '/admin')
  @Post('mail/test')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Mail a test to yourself',
    description: 'Waits for what the server says, and tells it.',
  })
  @ApiOkResponse({ type: TestedMailResponse })
  @ApiProblems(409)
  async test(@AuthorOf() { caller }: CallingAuthor): Promise<TestedMailResponse> {
    if (!this.mails.on) {
      throw new Problem('conflict', 'Mail is off. Set SMTP_URL and MAIL_FROM, and start again.');
    }
    const user = await this.users.find(caller.userId ?? '');
    if (user?.email === undefined) {
      throw new Problem('conflict', 'The test goes to whoever asks, and you have no address.');
    }
    const { email: to, claims } = user;
    const { way } = this.mails;
    try {
      await this.mails.test({ name: claims.name, address: to });
      return { to, way, delivered: true };
    } catch (error) {
      return { to, way, delivered: false, reason: (error as Error).message };
    }
  }
}
