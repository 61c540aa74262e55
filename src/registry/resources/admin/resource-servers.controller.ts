import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBody,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  ABOUT_PUT,
  AnswersEntityTag,
  type Author,
  AuthorOf,
  ConditionalChange,
  ConditionalRead,
  ETAG,
  PutAnswer,
  PutsByExternalId,
  Versioned,
  DryRunnable,
} from '#platform/changes';
import {
  AnswersCreated,
  ApiProblems,
  ForcedRequest,
  ManagementEndpoint,
  RequireScope,
  writableMembers,
  DANGEROUS,
} from '#platform/http';
import { AnswersList } from '#platform/lists';
import { Config } from '#platform/config';
import type { ChangedResourceServer, StoredResourceServer } from '../resource-server.js';
import { apiConfigurationOf } from './api-configuration.js';
import { ResourceServerAdministration } from './resource-server-administration.js';
import { ResourceServerPresetRequest } from './resource-server-preset.request.js';
import { withApiPreset } from './with-api-preset.js';
import {
  CreateResourceServerRequest,
  ListResourceServersRequest,
  UpdateResourceServerRequest,
} from './resource-server.request.js';
import {
  ChangedResourceServerResponse,
  CreatedResourceServerResponse,
  ResourceServerListResponse,
  ResourceServerResponse,
} from './resource-server.response.js';

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
@ManagementEndpoint()
@Controller('admin/resource-servers')
export class ResourceServersController {
  constructor(
    private readonly administration: ResourceServerAdministration,
    private readonly config: Config,
  ) {}

  @RequireScope('resource-servers:read', '/admin')
  @Get()
  @ApiOperation({ summary: 'List the resource servers' })
  @AnswersList(ResourceServerListResponse)
  @ApiProblems()
  async list(@Query() query: ListResourceServersRequest): Promise<ResourceServerListResponse> {
    return new ResourceServerListResponse(await this.administration.list(query));
  }

  @RequireScope('resource-servers:write', '/admin')
  @Post()
  @ApiOperation({
    summary: 'Register a resource server',
    description: 'Clients can then ask for its scopes and get tokens that only it accepts.',
  })
  @ApiBody({ type: CreateResourceServerRequest, examples: CREATE_EXAMPLES })
  @AnswersEntityTag()
  @AnswersCreated(CreatedResourceServerResponse, 'id', ETAG)
  @ApiProblems(409)
  @DryRunnable()
  async create(
    @Body() body: CreateResourceServerRequest,
    @Query() query: ResourceServerPresetRequest,
    @AuthorOf() author: Author,
  ): Promise<Versioned<CreatedResourceServerResponse>> {
    const { preset } = query;
    const asked = preset === undefined ? body : withApiPreset(body, preset);
    const created = await this.administration.create(asked, author);
    const configuration = apiConfigurationOf(created.stored, this.config, preset);
    const { version } = created.stored;
    return new Versioned(version, new CreatedResourceServerResponse(created, configuration));
  }

  @RequireScope('resource-servers:read', '/admin')
  @Get(':id')
  @ApiOperation({ summary: 'Read a resource server' })
  @ConditionalRead()
  @ApiOkResponse({ type: ResourceServerResponse, headers: ETAG })
  @ApiProblems(404)
  async read(@Param('id') id: string): Promise<Versioned<ResourceServerResponse>> {
    return answer(await this.administration.find(id));
  }

  @RequireScope('resource-servers:write', '/admin')
  @Patch(':id')
  @ApiOperation({
    summary: 'Change a resource server',
    description:
      'Members given replace what is there. The identifier never changes. A scope that something is registered for goes with force=true only.',
  })
  @ApiBody({ type: UpdateResourceServerRequest, examples: CHANGE_EXAMPLES })
  @ConditionalChange()
  @ApiOkResponse({ type: ChangedResourceServerResponse, headers: ETAG })
  @ApiProblems(404, 409, 412)
  @DryRunnable()
  async change(
    @Param('id') id: string,
    @Body() body: UpdateResourceServerRequest,
    @Query() query: ForcedRequest,
    @AuthorOf() author: Author,
  ): Promise<Versioned<ChangedResourceServerResponse>> {
    const changes = await writableMembers(body, async () => (await this.read(id)).body);
    return told(await this.administration.change(id, changes, query, author));
  }

  @RequireScope('resource-servers:write', '/admin')
  @PutsByExternalId(CreatedResourceServerResponse, ChangedResourceServerResponse, 'id')
  @ApiOperation({
    summary: 'Create or replace a resource server by its external_id',
    description: ABOUT_PUT,
  })
  @ApiBody({ type: CreateResourceServerRequest, examples: CREATE_EXAMPLES })
  async put(
    @Param('external_id') externalId: string,
    @Body() body: CreateResourceServerRequest,
    @Query() query: ForcedRequest,
    @AuthorOf() author: Author,
  ): Promise<PutAnswer<ChangedResourceServerResponse>> {
    const { created, result } = await this.administration.put(externalId, body, query, author);
    const shown = created
      ? new CreatedResourceServerResponse(result, apiConfigurationOf(result.stored, this.config))
      : new ChangedResourceServerResponse(result);
    return new PutAnswer(created, result.stored.version, shown);
  }

  @RequireScope('resource-servers:write', '/admin', DANGEROUS)
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Delete a resource server with its scopes',
    description: 'While something is registered for it, 409 says what, unless force=true.',
  })
  @ConditionalChange()
  @ApiNoContentResponse()
  @ApiProblems(404, 409, 412)
  @DryRunnable()
  async delete(
    @Param('id') id: string,
    @Query() query: ForcedRequest,
    @AuthorOf() author: Author,
  ): Promise<void> {
    await this.administration.delete(id, query, author);
  }
}

function told(changed: ChangedResourceServer): Versioned<ChangedResourceServerResponse> {
  return new Versioned(changed.stored.version, new ChangedResourceServerResponse(changed));
}

function answer(server: StoredResourceServer): Versioned<ResourceServerResponse> {
  return new Versioned(server.version, new ResourceServerResponse(server));
}
