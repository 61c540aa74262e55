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
  AuthorOf,
  type CallingAuthor,
  ConditionalChange,
  ETAG,
  type Plan,
  Versioned,
  DryRunnable,
} from '#platform/changes';
import {
  ApiProblems,
  type Caller,
  CallerOf,
  ForcedRequest,
  ManagementEndpoint,
  Problem,
  RequireScope,
  WithinReach,
  writableMembers,
} from '#platform/http';
import { AnswersList, type ListOf, Lists } from '#platform/lists';
import { epochSeconds } from '#protocol';
import type { Client, ClientSecret } from '../client.js';
import { type ChangedClient, ClientChanges } from '../client-changes.js';
import { ClientRepository } from '../client.repository.js';
import type { PlannedClient } from '../plan-client.js';
import { planSecretChange, planSecretEnd, planSecretLeak } from '../secrets/plan-secrets.js';
import { CHANGED_SECRET_EXAMPLES, ROTATED_SECRET_EXAMPLES } from './client.examples.js';
import { checkOwned } from './client-owner.js';
import { ChangeSecretRequest, ListSecretsRequest, RotateSecretRequest } from './client.request.js';
import { RotatedSecretResponse } from './client.response.js';
import {
  ClientSecretListResponse,
  ClientSecretResponse,
  toSecretResponse,
} from './client-secret.response.js';
import {
  type AdminCircumstances,
  planRotationByAdmin,
  planSecretByAdmin,
} from './plan-admin-client.js';

const ONE_DAY = 24 * 3600;

const LIST: ListOf<ClientSecret> = {
  name: 'client-secrets',
  id: 'id',
  sorts: { created_at: 'createdAt', id: 'id' },
  usual: 'created_at',
};

/** The secrets of a client, which `GET /admin/clients/{client_id}` shows too. */
@ApiTags('clients')
@ManagementEndpoint()
@Controller('admin/clients/:client_id/secrets')
export class ClientSecretsController {
  constructor(
    private readonly changes: ClientChanges,
    private readonly repository: ClientRepository,
    private readonly lists: Lists,
  ) {}

  @RequireScope('clients:read', '/admin')
  @WithinReach('clients')
  @Get()
  @ApiOperation({
    summary: 'List the secrets of a client',
    description:
      'Without their values: hint says how each ends, last_used_at whether it is safe to end it.',
  })
  @AnswersList(ClientSecretListResponse)
  @ApiProblems(404)
  async list(
    @Param('client_id') clientId: string,
    @Query() query: ListSecretsRequest,
    @CallerOf() caller: Caller,
  ): Promise<ClientSecretListResponse> {
    const { secrets } = await this.find(clientId, caller);
    return new ClientSecretListResponse(this.lists.pageOf(LIST, query, secrets));
  }

  @RequireScope('clients:write', '/admin')
  @WithinReach('clients')
  @Post()
  @ApiOperation({
    summary: 'Rotate the secret of a client',
    description:
      'The earlier secrets stay valid until expires_previous_at. A client has five at most: end one that is not used any more.',
  })
  @ApiBody({ type: RotateSecretRequest, examples: ROTATED_SECRET_EXAMPLES })
  @ConditionalChange()
  @ApiCreatedResponse({ type: RotatedSecretResponse, headers: ETAG })
  @ApiProblems(404, 409, 412)
  @DryRunnable()
  async rotate(
    @Param('client_id') clientId: string,
    @Body() { label, expires_at: expiresAt, expires_previous_at: previous }: RotateSecretRequest,
    @AuthorOf() author: CallingAuthor,
  ): Promise<Versioned<RotatedSecretResponse>> {
    await this.find(clientId, author.caller);
    const circumstances = await this.changes.adminCircumstances();
    const previousSecretsExpireAt = previous ?? epochSeconds() + ONE_DAY;
    const terms = { label, expiresAt, previousSecretsExpireAt };
    const changed = await this.changes.change(
      clientId,
      (before) => planRotationByAdmin(before, terms, author.caller, circumstances),
      author,
    );
    return new Versioned(changed.client.version, {
      client_id: clientId,
      id: changed.secretId ?? '',
      client_secret: changed.secret ?? '',
      client_secret_expires_at: expiresAt ?? 0,
      expires_previous_at: previousSecretsExpireAt,
    });
  }

  @RequireScope('clients:write', '/admin')
  @WithinReach('clients')
  @Patch(':id')
  @ApiOperation({
    summary: 'Change what a secret is called, or when it expires',
    description: 'One that has expired stays so.',
  })
  @ApiBody({ type: ChangeSecretRequest, examples: CHANGED_SECRET_EXAMPLES })
  @ConditionalChange()
  @ApiOkResponse({ type: ClientSecretResponse, headers: ETAG })
  @ApiProblems(404, 409, 412)
  @DryRunnable()
  async change(
    @Param('client_id') clientId: string,
    @Param('id') id: string,
    @Body() body: ChangeSecretRequest,
    @AuthorOf() author: CallingAuthor,
  ): Promise<Versioned<ClientSecretResponse>> {
    const client = await this.find(clientId, author.caller);
    const read = () => Promise.resolve(toSecretResponse(secretOf(client, id)));
    const { label, expires_at: expiresAt } = await writableMembers(body, read);
    const changed = await this.changeOne(clientId, id, author, (before, secret, circumstances) =>
      planSecretChange(before, secret, { label, expiresAt }, circumstances),
    );
    const { version } = changed.client;
    return new Versioned(version, toSecretResponse(secretOf(changed.client, id)));
  }

  @RequireScope('clients:write', '/admin')
  @WithinReach('clients')
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    summary: 'End one secret of a client',
    description: 'At once. The last one that is good only with force=true.',
  })
  @ConditionalChange()
  @ApiNoContentResponse()
  @ApiProblems(404, 409, 412)
  @DryRunnable()
  async end(
    @Param('client_id') clientId: string,
    @Param('id') id: string,
    @Query() { force = false }: ForcedRequest,
    @AuthorOf() author: CallingAuthor,
  ): Promise<void> {
    await this.find(clientId, author.caller);
    await this.changeOne(clientId, id, author, (before, secret, circumstances) =>
      planSecretEnd(before, secret, force, circumstances),
    );
  }

  @RequireScope('clients:write', '/admin')
  @WithinReach('clients')
  @Post(':id/leaked')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Say that a secret of a client has leaked',
    description:
      'Ends it at once, the last one too, and everything that was issued to the client: whoever has it can have used it for any of that.',
  })
  @ConditionalChange()
  @ApiNoContentResponse()
  @ApiProblems(404, 409, 412)
  @DryRunnable()
  async leaked(
    @Param('client_id') clientId: string,
    @Param('id') id: string,
    @AuthorOf() author: CallingAuthor,
  ): Promise<void> {
    await this.find(clientId, author.caller);
    await this.changeOne(clientId, id, author, planSecretLeak);
  }

  private async changeOne(
    clientId: string,
    id: string,
    author: CallingAuthor,
    planOf: (
      before: Client,
      secret: ClientSecret,
      circumstances: AdminCircumstances,
    ) => Plan<PlannedClient>,
  ): Promise<ChangedClient> {
    const circumstances = await this.changes.adminCircumstances();
    const plan = (before: Client) => (secret: ClientSecret) =>
      planOf(before, secret, circumstances);
    return this.changes.change(
      clientId,
      (before) => planSecretByAdmin(before, id, plan(before), author.caller, circumstances),
      author,
    );
  }

  /** Before a condition tells that it is there. @throws Problem 404 */
  private async find(clientId: string, caller: Caller): Promise<Client> {
    const client = await this.repository.find(clientId);
    if (client === undefined) throw Problem.notFound('client');
    checkOwned(client, caller);
    return client;
  }
}

/** @throws Problem 404 */
function secretOf({ secrets }: Client, id: string): ClientSecret {
  const secret = secrets.find((one) => one.id === id);
  if (secret === undefined) throw Problem.notFound('secret');
  return secret;
}
