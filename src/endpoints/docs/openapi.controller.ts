import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Endpoint, type HttpReply, Public, sendStatic } from '#platform/http';
import { ApiDocuments, CONFIGURATION_SCHEMA } from './api-documents.js';

/** The contract (OpenAPI 3.0) for whoever generates clients or reads it by program. */
@ApiExcludeController()
@Endpoint({ scriptsOf: 'everybody' })
@Controller()
export class OpenApiController {
  constructor(private readonly documents: ApiDocuments) {}

  @Public()
  @Get('openapi.json')
  async contract(@Res() reply: HttpReply): Promise<void> {
    await sendStatic(reply, this.documents.contract, 'no-cache');
  }

  /** What may stand in a configuration file, for editors. */
  @Public()
  @Get(CONFIGURATION_SCHEMA)
  async configuration(@Res() reply: HttpReply): Promise<void> {
    await sendStatic(reply, this.documents.configuration, 'no-cache');
  }
}
