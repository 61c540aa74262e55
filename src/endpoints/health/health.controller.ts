import { setTimeout as sleep } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags, type SchemaObject } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { Config } from '#platform/config';
import { ApiOAuthErrors, Public } from '#platform/http';
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
@Controller('health')
export class HealthController implements BeforeApplicationShutdown {
  private leaving = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
  ) {}

  /** Serves on for as long as balancers need to notice, so that none finds a closed port (attack P14). */
  async beforeApplicationShutdown(): Promise<void> {
    this.leaving = true;
    await sleep(this.config.shutdownDelay * 1000);
  }

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
    if (this.leaving) throw OAuthError.temporarilyUnavailable('shutting down');
    try {
      await this.dataSource.query('SELECT 1');
    } catch (error) {
      throw OAuthError.temporarilyUnavailable('the database does not answer', error);
    }
    return { status: 'ok' };
  }
}
