import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TokenEndpointModule } from '#endpoints/token';
import { ResourcesModule } from '#registry/resources';
import { ApiDocuments } from './api-documents.js';
import { OpenApiController } from './openapi.controller.js';
import { ProblemsController } from './problems.controller.js';
import { SwaggerUiController } from './swagger-ui/swagger-ui.controller.js';
import { SwaggerUi } from './swagger-ui/swagger-ui.js';

@Module({
  imports: [DiscoveryModule, ResourcesModule, TokenEndpointModule],
  controllers: [OpenApiController, ProblemsController, SwaggerUiController],
  providers: [ApiDocuments, SwaggerUi],
  exports: [ApiDocuments],
})
export class DocsModule {}
