import { DryRunnable } from '#platform/changes';
import { Body, Controller, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Events } from '#platform/events';
import { type OwnKey, SigningKeys } from '#platform/crypto';
import {
  actorOf,
  ApiProblems,
  type Caller,
  CallerOf,
  type HttpRequest,
  ManagementEndpoint,
  originOf,
  RequireScope,
  DANGEROUS,
} from '#platform/http';
import { AnswersList, type ListOf, Lists } from '#platform/lists';
import {
  KeyListResponse,
  ListKeysRequest,
  RotateKeysRequest,
  RotateKeysResponse,
} from './keys.response.js';

const LIST: ListOf<OwnKey> = {
  name: 'keys',
  id: 'kid',
  sorts: { active_from: 'activeFrom', kid: 'kid' },
};

@ApiTags('keys')
@ManagementEndpoint()
@Controller('admin/keys')
export class KeysController {
  constructor(
    private readonly keys: SigningKeys,
    private readonly events: Events,
    private readonly lists: Lists,
  ) {}

  @RequireScope('keys:read', '/admin')
  @Get()
  @ApiOperation({ summary: 'List the keys' })
  @AnswersList(KeyListResponse)
  @ApiProblems()
  async list(@Query() query: ListKeysRequest): Promise<KeyListResponse> {
    return new KeyListResponse(this.lists.pageOf(LIST, query, await this.keys.published()));
  }

  @RequireScope('keys:write', '/admin', DANGEROUS)
  @Post('rotate')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Replace the keys',
    description: 'The new key is published now and signs when no cached JWKS lacks it any more.',
  })
  @ApiBody({
    type: RotateKeysRequest,
    examples: {
      all: { summary: 'All keys, in good time', value: {} },
      stolen: {
        summary: 'One key is not secret any more',
        value: { algorithm: 'ES256', immediately: true },
      },
    },
  })
  @ApiOkResponse({ type: RotateKeysResponse })
  @ApiProblems()
  @DryRunnable()
  async rotate(
    @Body() body: RotateKeysRequest,
    @CallerOf() caller: Caller,
    @Req() request: HttpRequest,
  ): Promise<RotateKeysResponse> {
    const algorithms = body.algorithm === undefined ? undefined : [body.algorithm];
    const immediately = body.immediately ?? false;
    const asked = { actor: actorOf(caller), origin: originOf(request) };
    const kids = await this.keys.rotate(algorithms, immediately, (manager, made) =>
      this.events.record(manager, { type: 'keys.rotated', ...asked, facts: { kids: made } }),
    );
    return { kids };
  }
}
