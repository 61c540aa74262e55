import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags, type SchemaObject } from '@nestjs/swagger';
import { DatabaseHealth } from '#platform/database';
import { ApiOAuthErrors, Endpoint, Public, Shutdown } from '#platform/http';
import { OAuthError } from '#protocol';

const STATUS: { schema: SchemaObject } = {
  schema: {
    type: 'object',
    properties: { status: { type: 'string', enum: ['ok'] } },
    required: ['status'],
  },
};

/** For load balancers and orchestrators. */
@ApiTags('health')
@Endpoint({ aroundProxies: true })
@Controller('health')
export class HealthController {
  constructor(
    private readonly database: DatabaseHealth,
    private readonly shutdown: Shutdown,
  ) {}

  @Public()
  @Get('live')
  @ApiOperation({ summary: 'Is the process alive?' })
  @ApiOkResponse(STATUS)
  @ApiOAuthErrors()
  live(): { status: string } {
    return { status: 'ok' };
  }

  @Public()
  @Get('ready')
  @ApiOperation({ summary: 'Can it serve requests?' })
  @ApiOkResponse(STATUS)
  @ApiOAuthErrors(503)
  async ready(): Promise<{ status: string }> {
    if (this.shutdown.hasBegun) throw OAuthError.temporarilyUnavailable('shutting down');
    const { reason, cause } = await this.database.state();
    if (reason !== undefined) throw OAuthError.temporarilyUnavailable(reason, cause);
    return { status: 'ok' };
  }
}
