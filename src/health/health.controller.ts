import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags, type SchemaObject } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { ApiOAuthErrors, Public } from '../http/index.js';
import { OAuthError } from '../protocol/index.js';

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
export class HealthController {
  constructor(private readonly dataSource: DataSource) {}

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
    try {
      await this.dataSource.query('SELECT 1');
    } catch (error) {
      throw OAuthError.temporarilyUnavailable('the database does not answer', error);
    }
    return { status: 'ok' };
  }
}
