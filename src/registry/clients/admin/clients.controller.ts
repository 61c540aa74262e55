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
import { Events, type EventType } from '#platform/events';
import {
  actorOf,
  ApiProblems,
  type Caller,
  CallerOf,
  type HttpRequest,
  ManagementEndpoint,
  originOf,
  Problem,
  RequireScope,
  writableMembers,
} from '#platform/http';
import { AnswersList } from '#platform/lists';
import { epochSeconds, OAuthError } from '#protocol';
import type { Client } from '../client.js';
import { ClientRepository } from '../client.repository.js';
import { Clients } from '../clients.js';
import { AdminClientMetadataRequest } from './admin-client.request.js';
import {
  CHANGED_CLIENT_EXAMPLES,
  NEW_CLIENT_EXAMPLES,
  ROTATED_SECRET_EXAMPLES,
} from './client.examples.js';
import { UpdateClientRequest } from './update-client.request.js';
import { checkGrantedScope } from './granted-scope.js';
import { ListClientsRequest, RotateSecretRequest } from './client.request.js';
import {
  ClientListResponse,
  ClientResponse,
  RotatedSecretResponse,
  toClientResponse,
} from './client.response.js';

const ONE_DAY = 24 * 3600;

@ApiTags('clients')
@ManagementEndpoint()
@Controller('admin/clients')
export class ClientsController {
  constructor(
    private readonly clients: Clients,
    private readonly repository: ClientRepository,
    private readonly events: Events,
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
  @ApiCreatedResponse({ type: ClientResponse })
  @ApiProblems()
  async create(
    @Body() body: AdminClientMetadataRequest,
    @CallerOf() caller: Caller,
    @Req() request: HttpRequest,
  ): Promise<ClientResponse> {
    const { disabled, ...metadata } = body;
    checkGrantedScope(caller, metadata.scope);
    const created = await registering(
      this.clients.register(metadata, disabled === undefined ? {} : { disabled }),
    );
    this.record('client.created', created.client.id, caller, request);
    return toClientResponse(created.client, created);
  }

  @RequireScope('clients:read', '/admin')
  @Get(':client_id')
  @ApiOperation({ summary: 'Read a client' })
  @ApiOkResponse({ type: ClientResponse })
  @ApiProblems(404)
  async read(@Param('client_id') clientId: string): Promise<ClientResponse> {
    const client = await this.find(clientId);
    return toClientResponse(client, { secrets: true });
  }

  @RequireScope('clients:write', '/admin')
  @Patch(':client_id')
  @ApiOperation({
    summary: 'Change a client',
    description: 'Members given replace what is there; null takes a member away.',
  })
  @ApiBody({ type: UpdateClientRequest, examples: CHANGED_CLIENT_EXAMPLES })
  @ApiOkResponse({ type: ClientResponse })
  @ApiProblems(404)
  async change(
    @Param('client_id') clientId: string,
    @Body() body: UpdateClientRequest,
    @CallerOf() caller: Caller,
    @Req() request: HttpRequest,
  ): Promise<ClientResponse> {
    const client = await this.find(clientId);
    const shown = () => Promise.resolve(toClientResponse(client, { secrets: true }));
    const { disabled, ...changes } = await writableMembers(body, shown);
    checkGrantedScope(caller, changes.scope);
    // Who may not grant these scopes may not take over a client that has them either (attack M11).
    checkGrantedScope(caller, client.metadata.scope);
    const changed = await registering(this.clients.change(client, changes, disabled));
    if (changed === undefined) throw Problem.notFound('client');
    this.record('client.changed', clientId, caller, request);
    return toClientResponse(changed.client, changed);
  }

  @RequireScope('clients:write', '/admin')
  @Delete(':client_id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a client with all its tokens and consents' })
  @ApiNoContentResponse()
  @ApiProblems(404)
  async delete(
    @Param('client_id') clientId: string,
    @CallerOf() caller: Caller,
    @Req() request: HttpRequest,
  ): Promise<void> {
    const client = await this.find(clientId);
    checkGrantedScope(caller, client.metadata.scope);
    if (!(await this.clients.delete(clientId))) throw Problem.notFound('client');
    this.record('client.deleted', clientId, caller, request);
  }

  @RequireScope('clients:write', '/admin')
  @Post(':client_id/secrets')
  @ApiOperation({
    summary: 'Rotate the secret of a client',
    description: 'The earlier secrets stay valid until expires_previous_at.',
  })
  @ApiBody({ type: RotateSecretRequest, examples: ROTATED_SECRET_EXAMPLES })
  @ApiCreatedResponse({ type: RotatedSecretResponse })
  @ApiProblems(404, 409)
  async rotate(
    @Param('client_id') clientId: string,
    @Body() body: RotateSecretRequest,
    @CallerOf() caller: Caller,
    @Req() request: HttpRequest,
  ): Promise<RotatedSecretResponse> {
    const client = await this.find(clientId);
    checkGrantedScope(caller, client.metadata.scope);
    const previous = body.expires_previous_at ?? epochSeconds() + ONE_DAY;
    const secret = await this.clients.rotateSecret(client, previous);
    if (secret === undefined) {
      throw Problem.conflict('This client does not authenticate with a secret.');
    }
    this.record('client.secret_rotated', clientId, caller, request);
    return {
      client_id: clientId,
      client_secret: secret,
      client_secret_expires_at: 0,
      expires_previous_at: previous,
    };
  }

  /** Management reads what is stored, not what the cache of this node remembers. */
  private async find(clientId: string): Promise<Client> {
    const client = await this.repository.find(clientId);
    if (client === undefined) throw Problem.notFound('client');
    return client;
  }

  private record(type: EventType, clientId: string, caller: Caller, request: HttpRequest) {
    this.events.note({ type, actor: actorOf(caller), clientId, origin: originOf(request) });
  }
}

/** A refused registration, told as management APIs tell errors. */
async function registering<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    throw error.status === 400
      ? new Problem('registration-refused', error.description, { error: error.code })
      : error;
  }
}
