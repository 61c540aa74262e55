import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Endpoint, Public } from '#platform/http';
import { ApiDocuments } from './api-documents.js';

/** The contract (OpenAPI 3.0) for whoever generates clients or reads it by program. */
@ApiExcludeController()
@Endpoint({ scriptsOf: 'everybody' })
@Controller()
export class OpenApiController {
  constructor(private readonly documents: ApiDocuments) {}

  @Public()
  @Get('openapi.json')
  @Header('content-type', 'application/json; charset=utf-8')
  contract(): string {
    return this.documents.contract;
  }
}
