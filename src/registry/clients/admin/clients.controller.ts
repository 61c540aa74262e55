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
  AuthorOf,
  type CallingAuthor,
  ConditionalChange,
  ConditionalRead,
  ETAG,
  PutAnswer,
  PutsByExternalId,
  underName,
  Versioned,
  DryRunnable,
} from '#platform/changes';
import {
  AnswersCreated,
  type Caller,
  CallerOf,
  WithinReach,
  ApiProblems,
  FaultsOf,
  ManagementEndpoint,
  Problem,
  RequireScope,
  TellsAllFaults,
  writableMembers,
  DANGEROUS,
} from '#platform/http';
import { AnswersList } from '#platform/lists';
import { Config } from '#platform/config';
import type { Client } from '../client.js';
import { ClientRepository } from '../client.repository.js';
import { ClientChanges } from '../client-changes.js';
import { CHANGED_CLIENT_EXAMPLES, NEW_CLIENT_EXAMPLES } from './client.examples.js';
import { CreateClientRequest } from './create-client.request.js';
import { checkOwned, MAX_OWNED } from './client-owner.js';
import { ListClientsRequest } from './client.request.js';
import {
  ChangedClientResponse,
  ClientListResponse,
  ClientResponse,
  CreatedClientResponse,
  toChangedResponse,
  toClientResponse,
  toCreatedResponse,
} from './client.response.js';
import { KnownNames } from './known-names.js';
import {
  planClientByAdmin,
  planClientChangeByAdmin,
  planClientEndByAdmin,
  planClientReplacementByAdmin,
} from './plan-admin-client.js';
import { PresetRequest } from '../presets/preset.request.js';
import { withPreset } from '../presets/with-preset.js';
import { ClientUsage } from '../usage/client-usage.js';
import { UpdateClientRequest } from './update-client.request.js';

@ApiTags('clients')
@ManagementEndpoint()
@Controller('admin/clients')
export class ClientsController {
  constructor(
    private readonly changes: ClientChanges,
    private readonly repository: ClientRepository,
    private readonly known: KnownNames,
    private readonly usage: ClientUsage,
    private readonly config: Config,
  ) {}

  @RequireScope('clients:read', '/admin')
  @WithinReach('clients')
  @Get()
  @ApiOperation({ summary: 'List the clients' })
  @AnswersList(ClientListResponse)
  @ApiProblems()
  async list(
    @Query() query: ListClientsRequest,
    @CallerOf() { reach }: Caller,
  ): Promise<ClientListResponse> {
    const page = await this.repository.list(query, reach);
    const uses = await this.usage.recent(page.items.map(({ id }) => id));
    return new ClientListResponse(page, uses);
  }

  @RequireScope('clients:write', '/admin')
  @WithinReach('clients')
  @TellsAllFaults()
  @Post()
  @ApiOperation({
    summary: 'Register a client',
    description: 'Needs a name and a redirect URI. The answer shows the secret, once.',
  })
  @ApiBody({ type: CreateClientRequest, examples: NEW_CLIENT_EXAMPLES })
  @AnswersEntityTag()
  @AnswersCreated(CreatedClientResponse, 'client_id', ETAG)
  @ApiProblems(409)
  @DryRunnable()
  async create(
    @Body() body: CreateClientRequest,
    @Query() query: PresetRequest,
    @FaultsOf() faults: Problem | undefined,
    @AuthorOf() author: CallingAuthor,
  ): Promise<Versioned<CreatedClientResponse>> {
    await this.checkQuota(author.caller);
    const circumstances = await this.changes.adminCircumstances();
    const asked = withPreset(body, query);
    const planOf = (id: string) => planClientByAdmin(id, asked, author.caller, circumstances);
    if (faults !== undefined) throw faults.and(planOf('').problems);
    const hold = this.known.holding(asked.scope, circumstances);
    const created = await this.changes.create(planOf, author, hold, body.client_id);
    return new Versioned(created.client.version, toCreatedResponse(created, this.config, query));
  }

  @RequireScope('clients:read', '/admin')
  @WithinReach('clients')
  @Get(':client_id')
  @ApiOperation({ summary: 'Read a client' })
  @ConditionalRead()
  @ApiOkResponse({ type: ClientResponse, headers: ETAG })
  @ApiProblems(404)
  async read(
    @Param('client_id') clientId: string,
    @CallerOf() caller: Caller,
  ): Promise<Versioned<ClientResponse>> {
    const client = await this.find(clientId, caller);
    const use = (await this.usage.recent([client.id])).get(client.id);
    return new Versioned(client.version, toClientResponse(client, { secrets: true, use }));
  }

  @RequireScope('clients:write', '/admin')
  @WithinReach('clients')
  @TellsAllFaults()
  @Patch(':client_id')
  @ApiOperation({
    summary: 'Change a client',
    description: 'Members given replace what is there; null takes a member away.',
  })
  @ApiBody({ type: UpdateClientRequest, examples: CHANGED_CLIENT_EXAMPLES })
  @ConditionalChange()
  @ApiOkResponse({ type: ChangedClientResponse, headers: ETAG })
  @ApiProblems(404, 409, 412)
  @DryRunnable()
  async change(
    @Param('client_id') clientId: string,
    @Body() body: UpdateClientRequest,
    @FaultsOf() faults: Problem | undefined,
    @AuthorOf() author: CallingAuthor,
  ): Promise<Versioned<ChangedClientResponse>> {
    const changes = await writableMembers(
      body,
      async () => (await this.read(clientId, author.caller)).body,
    );
    // Before a condition tells that it is there.
    await this.find(clientId, author.caller);
    const circumstances = await this.changes.adminCircumstances();
    const planOf = (before: Client) =>
      planClientChangeByAdmin(before, changes, author.caller, circumstances);
    if (faults !== undefined)
      throw faults.and(planOf(await this.find(clientId, author.caller)).problems);
    const hold = this.known.holding(changes.scope, circumstances);
    const changed = await this.changes.change(clientId, planOf, author, hold);
    return new Versioned(changed.client.version, toChangedResponse(changed));
  }

  @RequireScope('clients:write', '/admin')
  @PutsByExternalId(CreatedClientResponse, ChangedClientResponse, 'client_id')
  @ApiOperation({
    summary: 'Create or replace a client by its external_id',
    description: `${ABOUT_PUT} A client_secret that is given has to be one of those that it has, if it is there.`,
  })
  @ApiBody({ type: CreateClientRequest, examples: NEW_CLIENT_EXAMPLES })
  async put(
    @Param('external_id') externalId: string,
    @Body() body: CreateClientRequest,
    @AuthorOf() author: CallingAuthor,
  ): Promise<PutAnswer<ChangedClientResponse>> {
    const named = underName(externalId, body);
    const { caller } = author;
    const circumstances = await this.changes.adminCircumstances();
    const hold = this.known.holding(named.scope, circumstances);
    const planNew = (id: string) => planClientByAdmin(id, named, caller, circumstances);
    const planOf = (before: Client) =>
      planClientReplacementByAdmin(before, named, caller, circumstances);
    const putting = {
      find: () => this.repository.idOf(externalId),
      create: () => this.changes.create(planNew, author, hold, named.client_id),
      replace: (id: string) => this.changes.change(id, planOf, author, hold),
    };
    const { created, result } = await this.changes.put(putting, author);
    const shown = created ? toCreatedResponse(result, this.config, {}) : toChangedResponse(result);
    return new PutAnswer(created, result.client.version, shown);
  }

  @RequireScope('clients:write', '/admin', DANGEROUS)
  @WithinReach('clients')
  @Delete(':client_id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a client with all its tokens and consents' })
  @ConditionalChange()
  @ApiNoContentResponse()
  @ApiProblems(404, 409, 412)
  @DryRunnable()
  async delete(
    @Param('client_id') clientId: string,
    @AuthorOf() author: CallingAuthor,
  ): Promise<void> {
    await this.find(clientId, author.caller);
    const circumstances = await this.changes.adminCircumstances();
    await this.changes.delete(
      clientId,
      (before) => planClientEndByAdmin(before, author.caller, circumstances),
      author,
    );
  }

  /** Management reads what is stored, not what the cache of this node remembers. */
  private async find(clientId: string, caller: Caller): Promise<Client> {
    const client = await this.repository.find(clientId);
    if (client === undefined) throw Problem.notFound('client');
    checkOwned(client, caller);
    return client;
  }

  private async checkQuota({ reach, userId }: Caller): Promise<void> {
    if (reach === undefined || userId === undefined) return;
    if ((await this.repository.countOwned(userId)) < MAX_OWNED) return;
    throw Problem.conflict(`You own ${String(MAX_OWNED)} clients, and cannot own more.`);
  }
}
