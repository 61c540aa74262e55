import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBody,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  ABOUT_PUT,
  AnswersEntityTag,
  AuthorOf,
  type CallingAuthor,
  ConditionalChange,
  ConditionalRead,
  ETAG,
  PutAnswer,
  PutsByExternalId,
  underName,
  Versioned,
  DryRunnable,
} from '#platform/changes';
import {
  AnswersCreated,
  type Caller,
  CallerOf,
  WithinReach,
  ApiProblems,
  ManagementEndpoint,
  RequireScope,
  writableMembers,
  DANGEROUS,
} from '#platform/http';
import { AnswersList } from '#platform/lists';
import { GuessingLimits } from '../credentials/guessing-limits.js';
import type { ChangedUser, User } from '../user.js';
import { UserNames } from '../user-names.js';
import { UserRepository } from '../user.repository.js';
import { UserAdministration } from './user-administration.js';
import {
  CreateUserRequest,
  ListUsersRequest,
  NewUserRequest,
  UpdateUserRequest,
} from './user.request.js';
import { UserInvitations } from './user-invitations.js';
import { UserUnlocking } from './user-unlocking.js';
import {
  ChangedUserResponse,
  UserDetailResponse,
  UserListResponse,
  UserResponse,
} from './user.response.js';

// Swagger UI would otherwise offer every member at once, and trying out a change would change all.
const CREATE_EXAMPLES = {
  person: {
    value: {
      username: 'alice',
      password: 'correct horse battery staple',
      email: 'alice@example.com',
      name: 'Alice Example',
    },
  },
  invited: {
    value: { username: 'carol', email: 'carol@example.com', invite: true },
  },
  admin: {
    value: { username: 'bob', password: 'correct horse battery staple', roles: ['admin'] },
  },
};
const CHANGE_EXAMPLES = {
  'a claim': { value: { nickname: 'Ali' } },
  'a new password': { value: { password: 'correct horse battery staple' } },
  disable: { value: { disabled: true } },
};

@ApiTags('users')
@ManagementEndpoint()
@Controller('admin/users')
export class UsersController {
  constructor(
    private readonly administration: UserAdministration,
    private readonly unlocking: UserUnlocking,
    private readonly invitations: UserInvitations,
    private readonly users: UserRepository,
    private readonly guessing: GuessingLimits,
    private readonly names: UserNames,
  ) {}

  @RequireScope('users:read', '/admin')
  @WithinReach('people')
  @Get()
  @ApiOperation({ summary: 'List the users' })
  @AnswersList(UserListResponse)
  @ApiProblems()
  async list(
    @Query() query: ListUsersRequest,
    @CallerOf() { reach }: Caller,
  ): Promise<UserListResponse> {
    const locked = query.locked === true ? await this.unlocking.locked() : undefined;
    const page = await this.users.list(query, reach, locked);
    const items = await Promise.all(page.items.map((user) => this.shown(user)));
    return new UserListResponse({ ...page, items });
  }

  @RequireScope('users:write', '/admin')
  @WithinReach('people')
  @Post()
  @ApiOperation({
    summary: 'Create a user',
    description:
      'Without a password they cannot sign in until they are given one, or choose one by way of an invitation.',
  })
  @ApiBody({ type: CreateUserRequest, examples: CREATE_EXAMPLES })
  @AnswersEntityTag()
  @AnswersCreated(ChangedUserResponse, 'sub', ETAG)
  @ApiProblems(409)
  @DryRunnable()
  async create(
    @Body() body: CreateUserRequest,
    @AuthorOf() author: CallingAuthor,
  ): Promise<Versioned<ChangedUserResponse>> {
    return this.answer(await this.invitations.create(body, author));
  }

  @RequireScope('users:read', '/admin')
  @WithinReach('people')
  @Get(':sub')
  @ApiOperation({ summary: 'Read a user' })
  @ConditionalRead()
  @ApiOkResponse({ type: UserDetailResponse, headers: ETAG })
  @ApiProblems(404)
  async read(
    @Param('sub') sub: string,
    @CallerOf() caller: Caller,
  ): Promise<Versioned<UserDetailResponse>> {
    const user = await this.administration.find(sub, caller);
    const names = await this.names.of(user);
    const locked = await this.guessing.lockOf(sub);
    return new Versioned(user.version, new UserDetailResponse(user, names, locked));
  }

  @RequireScope('users:write', '/admin')
  @WithinReach('people')
  @Patch(':sub')
  @ApiOperation({
    summary: 'Change a user',
    description: 'Members given replace what is there; null takes a member away (RFC 7396).',
  })
  @ApiBody({ type: UpdateUserRequest, examples: CHANGE_EXAMPLES })
  @ConditionalChange()
  @ApiOkResponse({ type: ChangedUserResponse, headers: ETAG })
  @ApiProblems(404, 409, 412)
  @DryRunnable()
  async change(
    @Param('sub') sub: string,
    @Body() body: UpdateUserRequest,
    @AuthorOf() author: CallingAuthor,
  ): Promise<Versioned<ChangedUserResponse>> {
    const changes = await writableMembers(
      body,
      async () => (await this.read(sub, author.caller)).body,
    );
    return this.answer(await this.administration.change(sub, changes, author));
  }

  @RequireScope('users:write', '/admin')
  @PutsByExternalId(ChangedUserResponse, ChangedUserResponse, 'sub')
  @ApiOperation({
    summary: 'Create or replace a user by their external_id',
    description: `${ABOUT_PUT} So does whether an address is theirs, and that they are to choose another password. Of somebody who is there, password and invite say nothing; who is in a group, PUT /admin/groups/{id}/members/{sub} says.`,
  })
  @ApiBody({ type: NewUserRequest, examples: CREATE_EXAMPLES })
  async put(
    @Param('external_id') externalId: string,
    @Body() body: NewUserRequest,
    @AuthorOf() author: CallingAuthor,
  ): Promise<PutAnswer<ChangedUserResponse>> {
    const named = underName(externalId, body);
    const create = () => this.invitations.create(named, author);
    const { created, result } = await this.administration.put(named, author, create);
    const answered = await this.answer(result);
    return new PutAnswer(created, answered.version, answered.body);
  }

  @RequireScope('users:help', '/admin')
  @WithinReach('people')
  @Post(':sub/unlock')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Let a user sign in again after too many wrong passwords',
    description:
      'An account takes 100 wrong passwords in a row, 80 of them from browsers in which its owner has not signed in before. Then a right one in a browser that is known opens it, a new password, or this.',
  })
  @ApiNoContentResponse()
  @ApiProblems(404)
  @DryRunnable()
  async unlock(@Param('sub') sub: string, @AuthorOf() author: CallingAuthor): Promise<void> {
    await this.unlocking.unlock(sub, author);
  }

  @RequireScope('users:help', '/admin')
  @WithinReach('people')
  @Post(':sub/invitation')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Mail an invitation to a user',
    description:
      'A link, good once and for seven days, with which they choose a password. It ends the one before.',
  })
  @ApiNoContentResponse()
  @ApiProblems(404, 409)
  @DryRunnable()
  async invite(@Param('sub') sub: string, @AuthorOf() author: CallingAuthor): Promise<void> {
    await this.invitations.invite(sub, author);
  }

  @RequireScope('users:write', '/admin', DANGEROUS)
  @WithinReach('people')
  @Delete(':sub')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a user with all sessions, consents and tokens' })
  @ConditionalChange()
  @ApiNoContentResponse()
  @ApiProblems(404, 409, 412)
  @DryRunnable()
  async delete(@Param('sub') sub: string, @AuthorOf() author: CallingAuthor): Promise<void> {
    await this.administration.delete(sub, author);
  }

  private async shown(user: User): Promise<UserResponse> {
    return new UserResponse(user, await this.names.of(user));
  }

  private async answer(changed: ChangedUser): Promise<Versioned<ChangedUserResponse>> {
    const { user } = changed;
    return new Versioned(user.version, new ChangedUserResponse(changed, await this.names.of(user)));
  }
}
