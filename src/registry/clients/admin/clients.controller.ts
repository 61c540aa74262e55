import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  AnswersEntityTag,
  AuthorOf,
  type CallingAuthor,
  ConditionalChange,
  ConditionalRead,
  ETAG,
  Versioned,
} from '#platform/changes';
import {
  AnswersCreated,
  ApiProblems,
  ManagementEndpoint,
  Problem,
  RequireScope,
  writableMembers,
} from '#platform/http';
import { AnswersList } from '#platform/lists';
import { epochSeconds } from '#protocol';
import { ClientRepository } from '../client.repository.js';
import { type ChangedClient, ClientChanges } from '../client-changes.js';
import { AdminClientMetadataRequest } from './admin-client.request.js';
import {
  CHANGED_CLIENT_EXAMPLES,
  NEW_CLIENT_EXAMPLES,
  ROTATED_SECRET_EXAMPLES,
} from './client.examples.js';
import { ListClientsRequest, RotateSecretRequest } from './client.request.js';
import {
  ClientListResponse,
  ClientResponse,
  RotatedSecretResponse,
  toClientResponse,
} from './client.response.js';
import {
  planClientByAdmin,
  planClientChangeByAdmin,
  planClientEndByAdmin,
  planRotationByAdmin,
} from './plan-admin-client.js';
import { UpdateClientRequest } from './update-client.request.js';

const ONE_DAY = 24 * 3600;

@ApiTags('clients')
@ManagementEndpoint()
@Controller('admin/clients')
export class ClientsController {
  constructor(
    private readonly changes: ClientChanges,
    private readonly repository: ClientRepository,
  ) {}

  @RequireScope('clients:read', '/admin')
  @Get()
  @ApiOperation({ summary: 'List the clients' })
  @AnswersList(ClientListResponse)
  @ApiProblems()
  async list(@Query() query: ListClientsRequest): Promise<ClientListResponse> {
    return new ClientListResponse(await this.repository.list(query));
  }

  @RequireScope('clients:write', '/admin')
  @Post()
  @ApiOperation({
    summary: 'Register a client',
    description: 'Needs a name and a redirect URI. The answer shows the secret, once.',
  })
  @ApiBody({ type: AdminClientMetadataRequest, examples: NEW_CLIENT_EXAMPLES })
  @AnswersEntityTag()
  @AnswersCreated(ClientResponse, 'client_id', ETAG)
  @ApiProblems()
  async create(
    @Body() body: AdminClientMetadataRequest,
    @AuthorOf() author: CallingAuthor,
  ): Promise<Versioned<ClientResponse>> {
    const circumstances = await this.changes.adminCircumstances();
    const created = await this.changes.create(
      (id) => planClientByAdmin(id, body, author.caller, circumstances),
      author,
    );
    return answer(created);
  }

  @RequireScope('clients:read', '/admin')
  @Get(':client_id')
  @ApiOperation({ summary: 'Read a client' })
  @ConditionalRead()
  @ApiOkResponse({ type: ClientResponse, headers: ETAG })
  @ApiProblems(404)
  async read(@Param('client_id') clientId: string): Promise<Versioned<ClientResponse>> {
    // Management reads what is stored, not what the cache of this node remembers.
    const client = await this.repository.find(clientId);
    if (client === undefined) throw Problem.notFound('client');
    return new Versioned(client.version, toClientResponse(client, { secrets: true }));
  }

  @RequireScope('clients:write', '/admin')
  @Patch(':client_id')
  @ApiOperation({
    summary: 'Change a client',
    description: 'Members given replace what is there; null takes a member away.',
  })
  @ApiBody({ type: UpdateClientRequest, examples: CHANGED_CLIENT_EXAMPLES })
  @ConditionalChange()
  @ApiOkResponse({ type: ClientResponse, headers: ETAG })
  @ApiProblems(404, 409, 412)
  async change(
    @Param('client_id') clientId: string,
    @Body() body: UpdateClientRequest,
    @AuthorOf() author: CallingAuthor,
  ): Promise<Versioned<ClientResponse>> {
    const changes = await writableMembers(body, async () => (await this.read(clientId)).body);
    const circumstances = await this.changes.adminCircumstances();
    const changed = await this.changes.change(
      clientId,
      (before) => planClientChangeByAdmin(before, changes, author.caller, circumstances),
      author,
    );
    return answer(changed);
  }

  @RequireScope('clients:write', '/admin')
  @Delete(':client_id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a client with all its tokens and consents' })
  @ConditionalChange()
  @ApiNoContentResponse()
  @ApiProblems(404, 409, 412)
  async delete(
    @Param('client_id') clientId: string,
    @AuthorOf() author: CallingAuthor,
  ): Promise<void> {
    const circumstances = await this.changes.adminCircumstances();
    await this.changes.delete(
      clientId,
      (before) => planClientEndByAdmin(before, author.caller, circumstances),
      author,
    );
  }

  @RequireScope('clients:write', '/admin')
  @Post(':client_id/secrets')
  @ApiOperation({
    summary: 'Rotate the secret of a client',
    description: 'The earlier secrets stay valid until expires_previous_at.',
  })
  @ApiBody({ type: RotateSecretRequest, examples: ROTATED_SECRET_EXAMPLES })
  @ConditionalChange()
  @ApiCreatedResponse({ type: RotatedSecretResponse, headers: ETAG })
  @ApiProblems(404, 409, 412)
  async rotate(
    @Param('client_id') clientId: string,
    @Body() body: RotateSecretRequest,
    @AuthorOf() author: CallingAuthor,
  ): Promise<Versioned<RotatedSecretResponse>> {
    const circumstances = await this.changes.adminCircumstances();
    const previous = body.expires_previous_at ?? epochSeconds() + ONE_DAY;
    const { client, secret = '' } = await this.changes.change(
      clientId,
      (before) => planRotationByAdmin(before, previous, author.caller, circumstances),
      author,
    );
    return new Versioned(client.version, {
      client_id: clientId,
      client_secret: secret,
      client_secret_expires_at: 0,
      expires_previous_at: previous,
    });
  }
}

function answer(changed: ChangedClient): Versioned<ClientResponse> {
  return new Versioned(changed.client.version, toClientResponse(changed.client, changed));
}
