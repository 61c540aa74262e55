import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
  Req,
} from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Events, type EventType } from '#platform/events';
import {
  actorOf,
  ApiProblems,
  type Caller,
  CallerOf,
  type HttpRequest,
  ManagementEndpoint,
  originOf,
  RequireScope,
  writableMembers,
} from '#platform/http';
import { AnswersList } from '#platform/lists';
import { UserRepository } from '../user.repository.js';
import { UserAdministration } from './user-administration.js';
import { CreateUserRequest, ListUsersRequest, UpdateUserRequest } from './user.request.js';
import { UserListResponse, UserResponse } from './user.response.js';

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
    private readonly users: UserRepository,
    private readonly events: Events,
  ) {}

  @RequireScope('users:read', '/admin')
  @Get()
  @ApiOperation({ summary: 'List the users' })
  @AnswersList(UserListResponse)
  @ApiProblems()
  async list(@Query() query: ListUsersRequest): Promise<UserListResponse> {
    return new UserListResponse(await this.users.list(query));
  }

  @RequireScope('users:write', '/admin')
  @Post()
  @ApiOperation({
    summary: 'Create a user',
    description: 'Without a password they cannot sign in until they are given one.',
  })
  @ApiBody({ type: CreateUserRequest, examples: CREATE_EXAMPLES })
  @ApiCreatedResponse({ type: UserResponse })
  @ApiProblems(409)
  async create(
    @Body() body: CreateUserRequest,
    @CallerOf() caller: Caller,
    @Req() request: HttpRequest,
  ): Promise<UserResponse> {
    const created = await this.administration.create(body, caller);
    this.record('user.created', created.sub, caller, request);
    return new UserResponse(created);
  }

  @RequireScope('users:read', '/admin')
  @Get(':sub')
  @ApiOperation({ summary: 'Read a user' })
  @ApiOkResponse({ type: UserResponse })
  @ApiProblems(404)
  async read(@Param('sub') sub: string): Promise<UserResponse> {
    return new UserResponse(await this.administration.find(sub));
  }

  @RequireScope('users:write', '/admin')
  @Patch(':sub')
  @ApiOperation({
    summary: 'Change a user',
    description: 'Members given replace what is there; null takes a member away (RFC 7396).',
  })
  @ApiBody({ type: UpdateUserRequest, examples: CHANGE_EXAMPLES })
  @ApiOkResponse({ type: UserResponse })
  @ApiProblems(404, 409)
  async change(
    @Param('sub') sub: string,
    @Body() body: UpdateUserRequest,
    @CallerOf() caller: Caller,
    @Req() request: HttpRequest,
  ): Promise<UserResponse> {
    const changes = await writableMembers(body, () => this.read(sub));
    const changed = await this.administration.change(sub, changes, caller);
    this.record('user.changed', sub, caller, request);
    if (body.password !== undefined) this.record('password.changed', sub, caller, request);
    return new UserResponse(changed);
  }

  @RequireScope('users:write', '/admin')
  @Delete(':sub')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a user with all sessions, consents and tokens' })
  @ApiNoContentResponse()
  @ApiProblems(404, 409)
  async delete(
    @Param('sub') sub: string,
    @CallerOf() caller: Caller,
    @Req() request: HttpRequest,
  ): Promise<void> {
    await this.administration.delete(sub, caller);
    this.record('user.deleted', sub, caller, request);
  }

  private record(type: EventType, sub: string, caller: Caller, request: HttpRequest): void {
    this.events.note({ type, actor: actorOf(caller), userId: sub, origin: originOf(request) });
  }
}
