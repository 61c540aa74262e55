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
  type CallingAuthor,
  ConditionalChange,
  ConditionalRead,
  DryRunnable,
  ETAG,
  PutAnswer,
  PutsByExternalId,
  Versioned,
} from '#platform/changes';
import { EventReaders } from '#platform/events';
import {
  AnswersCreated,
  ApiProblems,
  DANGEROUS,
  ManagementEndpoint,
  RequireScope,
  writableMembers,
} from '#platform/http';
import { AnswersList, type ListOf, Lists } from '#platform/lists';
import { READER, readerOf, type Webhook } from '../webhook.js';
import { WebhookAdministration } from './webhook-administration.js';
import {
  CreateWebhookRequest,
  ListWebhooksRequest,
  UpdateWebhookRequest,
} from './webhook.request.js';
import {
  WebhookListResponse,
  WebhookResponse,
  WebhookWithSecretResponse,
} from './webhook.response.js';

const LIST: ListOf<Webhook> = { name: 'webhooks', id: 'id', sorts: { id: 'id', url: 'url' } };

const CREATE_EXAMPLES = {
  'who is disabled': {
    value: { url: 'https://receiver.example.com/events', types: ['user.disabled', 'user.deleted'] },
  },
};

const CHANGE_EXAMPLES = { disable: { value: { enabled: false } } };

@ApiTags('webhooks')
@ManagementEndpoint()
@Controller('admin/webhooks')
export class WebhooksController {
  constructor(
    private readonly administration: WebhookAdministration,
    private readonly readers: EventReaders,
    private readonly lists: Lists,
  ) {}

  @RequireScope('webhooks:read', '/admin')
  @Get()
  @ApiOperation({ summary: 'List the webhooks', description: 'And how far each of them is.' })
  @AnswersList(WebhookListResponse)
  @ApiProblems()
  async list(@Query() query: ListWebhooksRequest): Promise<WebhookListResponse> {
    const page = this.lists.pageOf(LIST, query, await this.administration.all(query.external_id));
    const states = await this.readers.states(READER);
    return new WebhookListResponse(page, (id) => states.get(readerOf(id)));
  }

  @RequireScope('webhooks:write', '/admin', DANGEROUS)
  @Post()
  @ApiOperation({
    summary: 'Register a webhook',
    description:
      'From now on it is told of events of these types, in order, each at least once, as Standard Webhooks 1.0 says. The secret is shown now and never again.',
  })
  @ApiBody({ type: CreateWebhookRequest, examples: CREATE_EXAMPLES })
  @AnswersEntityTag()
  @AnswersCreated(WebhookWithSecretResponse, 'id', ETAG)
  @ApiProblems(409)
  @DryRunnable()
  async create(
    @Body() body: CreateWebhookRequest,
    @AuthorOf() author: CallingAuthor,
  ): Promise<Versioned<WebhookWithSecretResponse>> {
    await this.readers.settle();
    const { webhook, secret } = await this.administration.create(body, author);
    return new Versioned(webhook.version, new WebhookWithSecretResponse(webhook, secret));
  }

  @RequireScope('webhooks:read', '/admin')
  @Get(':id')
  @ApiOperation({ summary: 'Read a webhook' })
  @ConditionalRead()
  @ApiOkResponse({ type: WebhookResponse, headers: ETAG })
  @ApiProblems(404)
  async read(@Param('id') id: string): Promise<Versioned<WebhookResponse>> {
    return answer(await this.administration.find(id));
  }

  @RequireScope('webhooks:write', '/admin', DANGEROUS)
  @Patch(':id')
  @ApiOperation({
    summary: 'Change a webhook',
    description: 'Members given replace what is there.',
  })
  @ApiBody({ type: UpdateWebhookRequest, examples: CHANGE_EXAMPLES })
  @ConditionalChange()
  @ApiOkResponse({ type: WebhookResponse, headers: ETAG })
  @ApiProblems(404, 409, 412)
  @DryRunnable()
  async change(
    @Param('id') id: string,
    @Body() body: UpdateWebhookRequest,
    @AuthorOf() author: CallingAuthor,
  ): Promise<Versioned<WebhookResponse>> {
    const changes = await writableMembers(body, async () => (await this.read(id)).body);
    const changed = await this.administration.change(id, changes, author);
    this.readers.wake();
    return answer(changed);
  }

  @RequireScope('webhooks:write', '/admin', DANGEROUS)
  @PutsByExternalId(WebhookWithSecretResponse, WebhookResponse, 'id')
  @ApiOperation({
    summary: 'Create or replace a webhook by its external_id',
    description: ABOUT_PUT,
  })
  @ApiBody({ type: CreateWebhookRequest, examples: CREATE_EXAMPLES })
  async put(
    @Param('external_id') externalId: string,
    @Body() body: CreateWebhookRequest,
    @AuthorOf() author: CallingAuthor,
  ): Promise<PutAnswer<WebhookResponse>> {
    await this.readers.settle();
    const { created, result } = await this.administration.put(externalId, body, author);
    const { webhook, secret } = result;
    this.readers.wake();
    const shown =
      secret === undefined
        ? new WebhookResponse(webhook)
        : new WebhookWithSecretResponse(webhook, secret);
    return new PutAnswer(created, webhook.version, shown);
  }

  @RequireScope('webhooks:write', '/admin', DANGEROUS)
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a webhook' })
  @ConditionalChange()
  @ApiNoContentResponse()
  @ApiProblems(404, 412)
  @DryRunnable()
  async delete(@Param('id') id: string, @AuthorOf() author: Author): Promise<void> {
    await this.administration.delete(id, author);
  }

  @RequireScope('webhooks:write', '/admin', DANGEROUS)
  @Post(':id/secret')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Make another secret of a webhook',
    description: 'For a day its messages are signed with the former one as well.',
  })
  @ConditionalChange()
  @ApiOkResponse({ type: WebhookWithSecretResponse, headers: ETAG })
  @ApiProblems(404, 412)
  @DryRunnable()
  async renewSecret(
    @Param('id') id: string,
    @AuthorOf() author: CallingAuthor,
  ): Promise<Versioned<WebhookWithSecretResponse>> {
    const { webhook, secret } = await this.administration.renewSecret(id, author);
    return new Versioned(webhook.version, new WebhookWithSecretResponse(webhook, secret));
  }
}

function answer(webhook: Webhook): Versioned<WebhookResponse> {
  return new Versioned(webhook.version, new WebhookResponse(webhook));
}
