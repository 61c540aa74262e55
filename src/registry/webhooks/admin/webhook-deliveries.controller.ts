import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuthorOf, type CallingAuthor, DryRunnable } from '#platform/changes';
import { randomId } from '#platform/crypto';
import { Transactions } from '#platform/database';
import { EventReaders, Events } from '#platform/events';
import { ApiProblems, DANGEROUS, ManagementEndpoint, Problem, RequireScope } from '#platform/http';
import { AnswersList } from '#platform/lists';
import { epochSeconds } from '#protocol';
import { readerOf } from '../webhook.js';
import { WebhookDeliveries } from '../webhook-deliveries.js';
import { WebhookAdministration } from './webhook-administration.js';
import { ListDeliveriesRequest, ReplayWebhookRequest } from './webhook.request.js';
import { DeliveryListResponse, DeliveryResponse, WebhookResponse } from './webhook.response.js';

@ApiTags('webhooks')
@ManagementEndpoint()
@Controller('admin/webhooks/:id')
export class WebhookDeliveriesController {
  constructor(
    private readonly administration: WebhookAdministration,
    private readonly deliveries: WebhookDeliveries,
    private readonly readers: EventReaders,
    private readonly events: Events,
    private readonly transactions: Transactions,
  ) {}

  @RequireScope('webhooks:read', '/admin')
  @Get('deliveries')
  @ApiOperation({
    summary: 'List what was sent to a webhook',
    description: 'Each attempt of the last 14 days, the newest first.',
  })
  @AnswersList(DeliveryListResponse)
  @ApiProblems(404)
  async list(
    @Param('id') id: string,
    @Query() query: ListDeliveriesRequest,
  ): Promise<DeliveryListResponse> {
    await this.administration.find(id);
    return new DeliveryListResponse(await this.deliveries.page(id, query));
  }

  @RequireScope('webhooks:write', '/admin')
  @Post('test')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Send a test to a webhook',
    description:
      'A message of the type `webhook.test`, at once; waits for the answer, and tells it.',
  })
  @ApiOkResponse({ type: DeliveryResponse })
  @ApiProblems(404)
  async test(@Param('id') id: string): Promise<DeliveryResponse> {
    const webhook = await this.administration.find(id);
    const message = { id: randomId(), seq: 0, type: 'webhook.test', at: epochSeconds(), data: {} };
    return new DeliveryResponse(await this.deliveries.attempt(webhook, message, 1));
  }

  @RequireScope('webhooks:write', '/admin', DANGEROUS)
  @Post('replay')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Tell a webhook once more',
    description: 'Of everything from one event on, under the same ids.',
  })
  @ApiBody({
    type: ReplayWebhookRequest,
    examples: { all: { summary: 'From the first event on', value: { from: 1 } } },
  })
  @ApiOkResponse({ type: WebhookResponse })
  @ApiProblems(404, 409)
  @DryRunnable()
  async replay(
    @Param('id') id: string,
    @Body() { from }: ReplayWebhookRequest,
    @AuthorOf() { actor, origin, via }: CallingAuthor,
  ): Promise<WebhookResponse> {
    const webhook = await this.administration.find(id);
    if (!webhook.enabled) throw Problem.conflict('It is disabled. Enable it before.');
    await this.transactions.run(async (manager) => {
      if (!(await this.readers.replay(manager, readerOf(id), from))) {
        throw Problem.badRequest('There is no such event.', { from: 'No event has this number.' });
      }
      const object = { kind: 'webhook', id };
      const told = {
        actor,
        origin,
        object,
        facts: { from, ...(via === undefined ? {} : { via }) },
      };
      await this.events.record(manager, { type: 'webhook.replayed', ...told });
    });
    this.readers.wake();
    return new WebhookResponse(webhook);
  }
}
