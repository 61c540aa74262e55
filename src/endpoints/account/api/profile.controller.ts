import { Body, Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ConditionalChange, ConditionalRead, ETAG, Versioned } from '#platform/changes';
import { worded } from '#platform/texts';
import {
  ApiProblems,
  Browser,
  Endpoint,
  type HttpReply,
  Problem,
  RequireScope,
} from '#platform/http';
import { UserNames, UserRepository } from '#people/users';
import type { Asked } from '../own-access.js';
import { OwnPassword } from '../own-password.js';
import { AccountHolder } from './account-holder.decorator.js';
import { ChangePasswordRequest } from './profile.request.js';
import { ProfileResponse } from './profile.response.js';

@ApiTags('account')
@Endpoint({ errors: 'problem', scriptsOf: 'clients' })
@Controller('account/api')
export class ProfileController {
  constructor(
    private readonly users: UserRepository,
    private readonly password: OwnPassword,
    private readonly names: UserNames,
  ) {}

  @RequireScope('account:read', '/account')
  @Get('profile')
  @ApiOperation({ summary: 'Read your profile' })
  @ConditionalRead()
  @ApiOkResponse({ type: ProfileResponse, headers: ETAG })
  @ApiProblems()
  async read(@AccountHolder() { userId }: Asked): Promise<Versioned<ProfileResponse>> {
    const user = await this.users.find(userId);
    if (user === undefined) throw Problem.notFound('account');
    const names = await this.names.toldTo(user);
    return new Versioned(user.version, new ProfileResponse(user, names));
  }

  @RequireScope('account:write', '/account')
  @Post('password')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Change your password',
    description: 'Ends all your sessions and all tokens in your name, this access token too.',
  })
  @ConditionalChange()
  @ApiNoContentResponse({ headers: ETAG })
  @ApiProblems(412, 429)
  async changePassword(
    @AccountHolder() asked: Asked,
    @Body() body: ChangePasswordRequest,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<Versioned> {
    const { current_password: current, new_password: wanted } = body;
    const outcome = await this.password.change(asked, current, wanted, new Browser(reply));
    if (outcome.kind === 'refused') {
      const reason = worded(outcome.reason);
      throw Problem.badRequest(reason, { [outcome.member]: reason });
    }
    if (outcome.kind === 'throttled') {
      void reply.header('retry-after', '1');
      const detail =
        'Too many wrong passwords. Wait up to a quarter of an hour; if it goes on, an admin can unlock the account.';
      throw new Problem('too-many-attempts', detail);
    }
    return new Versioned(outcome.user.version, undefined);
  }
}
