import { Body, Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuditLog } from '#platform/events';
import { SigningKeys } from '#platform/crypto';
import { ApiProblems, type Caller, CallerOf, type HttpRequest, RequireScope } from '#platform/http';
import { KeyListResponse, RotateKeysRequest, RotateKeysResponse } from './keys.response.js';

@ApiTags('keys')
@Controller('admin/keys')
export class KeysController {
  constructor(
    private readonly keys: SigningKeys,
    private readonly audit: AuditLog,
  ) {}

  @RequireScope('keys:read', '/admin')
  @Get()
  @ApiOperation({ summary: 'List the keys' })
  @ApiOkResponse({ type: KeyListResponse })
  @ApiProblems()
  async list(): Promise<KeyListResponse> {
    const keys = await this.keys.published();
    return {
      items: keys.map((key) => ({
        kid: key.kid,
        algorithm: key.algorithm,
        created_at: key.createdAt,
        active_from: key.activeFrom,
        ...(key.publishedUntil === undefined ? {} : { published_until: key.publishedUntil }),
      })),
    };
  }

  @RequireScope('keys:write', '/admin')
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
  async rotate(
    @Body() body: RotateKeysRequest,
    @CallerOf() caller: Caller,
    @Req() request: HttpRequest,
  ): Promise<RotateKeysResponse> {
    const algorithms = body.algorithm === undefined ? undefined : [body.algorithm];
    const kids = await this.keys.rotate(algorithms, body.immediately ?? false);
    const actor = caller.userId ?? caller.clientId;
    this.audit.record({ type: 'keys.rotated', actor, request, details: { kids: kids.join(' ') } });
    return { kids };
  }
}
