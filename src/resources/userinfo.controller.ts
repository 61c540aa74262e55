import { Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Clients, Subjects } from '../clients/index.js';
import {
  ApiOAuthErrors,
  type Caller,
  CallerOf,
  type HttpReply,
  RequireScope,
} from '../http/index.js';
import { OAuthError } from '../protocol/index.js';
import { ClientJwts } from '../tokens/index.js';
import { releasedClaims, UserRepository } from '../users/index.js';
import { UserInfoRequest } from './userinfo.request.js';
import { USERINFO, UserInfoResponse } from './userinfo.response.js';

/** The UserInfo endpoint (OIDC Core §5.3): who the person is, as far as they allowed. */
@ApiTags('openid connect')
@ApiExtraModels(UserInfoResponse)
@Controller('userinfo')
export class UserInfoController {
  constructor(
    private readonly users: UserRepository,
    private readonly clients: Clients,
    private readonly subjects: Subjects,
    private readonly jwts: ClientJwts,
  ) {}

  @RequireScope('openid', '')
  @Get()
  @ApiOperation({ summary: 'Who signed in' })
  @ApiOkResponse(USERINFO)
  @ApiOAuthErrors(400, 401, 403)
  async get(
    @CallerOf() caller: Caller,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<UserInfoResponse | string> {
    return this.answer(caller, reply);
  }

  @RequireScope('openid', '')
  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Who signed in, the token in the header or in the form' })
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiBody({ type: UserInfoRequest, required: false })
  @ApiOkResponse(USERINFO)
  @ApiOAuthErrors(400, 401, 403)
  async post(
    @CallerOf() caller: Caller,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<UserInfoResponse | string> {
    return this.answer(caller, reply);
  }

  private async answer(
    { userId, clientId, scope, requestedClaims }: Caller,
    reply: HttpReply,
  ): Promise<UserInfoResponse | string> {
    const user = userId === undefined ? undefined : await this.users.find(userId);
    const client = await this.clients.find(clientId);
    if (user === undefined || client === undefined) {
      throw OAuthError.invalidToken('there is no such user');
    }
    const released = releasedClaims(user, scope, requestedClaims);
    const claims = { ...released, sub: this.subjects.of(client, user.sub) };
    const jwt = this.jwts.userInfo(client, claims);
    if (jwt === undefined) return claims;
    const body = await jwt;
    void reply.type('application/jwt');
    return body;
  }
}
