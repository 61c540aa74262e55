import { Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Clients, Subjects } from '#registry/clients';
import {
  ApiOAuthErrors,
  type Caller,
  CallerOf,
  Endpoint,
  type HttpReply,
  RequireScope,
} from '#platform/http';
import { OAuthError } from '#protocol';
import { ClientJwts, Contributions, PersonOf } from '#tokens';
import type { User } from '#people/users';
import { UserInfoRequest } from './userinfo.request.js';
import { USERINFO, UserInfoResponse } from './userinfo.response.js';

/** The UserInfo endpoint: who the person is, as far as they allowed (OIDC Core §5.3). */
@ApiTags('openid connect')
@ApiExtraModels(UserInfoResponse)
@Endpoint({ scriptsOf: 'clients' })
@Controller('userinfo')
export class UserInfoController {
  constructor(
    private readonly clients: Clients,
    private readonly subjects: Subjects,
    private readonly jwts: ClientJwts,
    private readonly contributions: Contributions,
  ) {}

  @RequireScope('openid', '')
  @Get()
  @ApiOperation({ summary: 'Who signed in' })
  @ApiOkResponse(USERINFO)
  @ApiOAuthErrors(400, 401, 403)
  async get(
    @CallerOf() caller: Caller,
    @PersonOf() person: User | undefined,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<UserInfoResponse | string> {
    return this.answer(caller, person, reply);
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
    @PersonOf() person: User | undefined,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<UserInfoResponse | string> {
    return this.answer(caller, person, reply);
  }

  private async answer(
    { clientId, scope, requestedClaims }: Caller,
    person: User | undefined,
    reply: HttpReply,
  ): Promise<UserInfoResponse | string> {
    const client = await this.clients.find(clientId);
    if (person === undefined || client === undefined) {
      throw OAuthError.invalidToken('there is no such user');
    }
    const told = await this.contributions.to({
      ...{ place: 'userinfo', client, scope: [...scope], requested: requestedClaims },
      ...{ resources: [], user: { sub: person.sub, person: () => person } },
    });
    const claims = Object.assign(told, { sub: this.subjects.of(client, person.sub) });
    const jwt = this.jwts.userInfo(client, claims);
    if (jwt === undefined) return claims;
    const body = await jwt;
    void reply.type('application/jwt');
    return body;
  }
}
