import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
  Req,
} from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { AuditLog, type AuditEventType } from '#platform/events';
import {
  ApiProblems,
  type Caller,
  CallerOf,
  type HttpRequest,
  pageSize,
  RequireScope,
  writableMembers,
} from '#platform/http';
import type { ResourceServer } from '../resource-server.js';
import { ResourceServerAdministration } from './resource-server-administration.js';
import {
  CreateResourceServerRequest,
  ListResourceServersRequest,
  UpdateResourceServerRequest,
} from './resource-server.request.js';
import { ResourceServerListResponse, ResourceServerResponse } from './resource-server.response.js';

// Swagger UI would otherwise offer every member at once, and trying out a change would change all.
const CREATE_EXAMPLES = {
  photos: {
    value: {
      identifier: 'https://photos.example.com',
      name: 'Photo library',
      scopes: [{ name: 'photos:read', description: 'See the photos in your library' }],
    },
  },
  opaque: {
    value: {
      identifier: 'https://payments.example.com',
      name: 'Payments',
      scopes: [{ name: 'payments:create', description: 'Pay in your name' }],
      access_token_format: 'opaque',
      access_token_lifetime: 300,
    },
  },
};

const CHANGE_EXAMPLES = {
  name: { value: { name: 'Photo library' } },
  'token format': { value: { access_token_format: 'opaque', access_token_lifetime: 300 } },
};

@ApiTags('resource servers')
@Controller('admin/resource-servers')
export class ResourceServersController {
  constructor(
    private readonly administration: ResourceServerAdministration,
    private readonly audit: AuditLog,
  ) {}

  @RequireScope('resource-servers:read', '/admin')
  @Get()
  @ApiOperation({ summary: 'List the resource servers' })
  @ApiOkResponse({ type: ResourceServerListResponse })
  @ApiProblems()
  async list(@Query() query: ListResourceServersRequest): Promise<ResourceServerListResponse> {
    const size = pageSize(query.limit);
    const found = await this.administration.list(query.after ?? '', size + 1);
    return new ResourceServerListResponse(found, size);
  }

  @RequireScope('resource-servers:write', '/admin')
  @Post()
  @ApiOperation({
    summary: 'Register a resource server',
    description: 'Clients can then ask for its scopes and get tokens that only it accepts.',
  })
  @ApiBody({ type: CreateResourceServerRequest, examples: CREATE_EXAMPLES })
  @ApiCreatedResponse({ type: ResourceServerResponse })
  @ApiProblems(409)
  async create(
    @Body() body: CreateResourceServerRequest,
    @CallerOf() caller: Caller,
    @Req() request: HttpRequest,
  ): Promise<ResourceServerResponse> {
    const created = await this.administration.create(body);
    this.record('resource_server.created', created, caller, request);
    return new ResourceServerResponse(created);
  }

  @RequireScope('resource-servers:read', '/admin')
  @Get(':id')
  @ApiOperation({ summary: 'Read a resource server' })
  @ApiOkResponse({ type: ResourceServerResponse })
  @ApiProblems(404)
  async read(@Param('id') id: string): Promise<ResourceServerResponse> {
    return new ResourceServerResponse(await this.administration.find(id));
  }

  @RequireScope('resource-servers:write', '/admin')
  @Patch(':id')
  @ApiOperation({
    summary: 'Change a resource server',
    description: 'Members given replace what is there. The identifier never changes.',
  })
  @ApiBody({ type: UpdateResourceServerRequest, examples: CHANGE_EXAMPLES })
  @ApiOkResponse({ type: ResourceServerResponse })
  @ApiProblems(404, 409)
  async change(
    @Param('id') id: string,
    @Body() body: UpdateResourceServerRequest,
    @CallerOf() caller: Caller,
    @Req() request: HttpRequest,
  ): Promise<ResourceServerResponse> {
    const changes = await writableMembers(body, () => this.read(id));
    const changed = await this.administration.update(id, changes);
    this.record('resource_server.changed', changed, caller, request);
    return new ResourceServerResponse(changed);
  }

  @RequireScope('resource-servers:write', '/admin')
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a resource server with its scopes' })
  @ApiNoContentResponse()
  @ApiProblems(404)
  async delete(
    @Param('id') id: string,
    @CallerOf() caller: Caller,
    @Req() request: HttpRequest,
  ): Promise<void> {
    const server = await this.administration.find(id);
    await this.administration.delete(id);
    this.record('resource_server.deleted', server, caller, request);
  }

  private record(
    type: AuditEventType,
    { id, identifier }: Pick<ResourceServer, 'id' | 'identifier'>,
    caller: Caller,
    request: HttpRequest,
  ): void {
    const actor = caller.userId ?? caller.clientId;
    this.audit.record({ type, actor, request, details: { id, identifier } });
  }
}
