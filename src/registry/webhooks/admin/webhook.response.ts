import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ShownExternalId } from '#platform/changes';
import type { ReaderState } from '#platform/events';
import { ListResponse, type Page } from '#platform/lists';
import type { Webhook } from '../webhook.js';
import type { Delivery } from '../webhook-deliveries.js';

/** Somebody who is told of events at an address. */
export class WebhookResponse {
  @ApiProperty({ example: 'pX0Jv3m2QyqB1t9cE7d4kw' })
  id: string;

  @ApiProperty({ example: 'https://receiver.example.com/events' })
  url: string;

  @ApiProperty()
  description: string;

  @ApiProperty({ type: [String], example: ['user.disabled'] })
  types: readonly string[];

  @ApiProperty()
  enabled: boolean;

  @ShownExternalId()
  external_id?: string;

  @ApiPropertyOptional({ description: 'Why Gatehouse disabled it.' })
  disabled_reason?: string;

  @ApiPropertyOptional({ type: 'integer', description: 'The `seq` of the last event that it has.' })
  last_seq?: number;

  @ApiPropertyOptional({ description: 'Why it did not take the next one.' })
  failed_reason?: string;

  @ApiPropertyOptional({ type: 'integer', description: 'When that is tried again.' })
  retry_at?: number;

  @ApiPropertyOptional({
    type: 'integer',
    description: 'Until when its messages are signed with the former secret as well.',
  })
  former_secret_until?: number;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  created_at: number;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  updated_at: number;

  constructor(webhook: Webhook, state?: ReaderState) {
    this.id = webhook.id;
    this.url = webhook.url;
    this.description = webhook.description;
    this.types = webhook.types;
    this.enabled = webhook.enabled;
    if (webhook.externalId !== null) this.external_id = webhook.externalId;
    if (webhook.disabledReason !== undefined) this.disabled_reason = webhook.disabledReason;
    if (state !== undefined) this.last_seq = state.seq;
    const failed = state?.failedReason ?? undefined;
    if (failed !== undefined) this.failed_reason = failed;
    if (state?.retryAt !== undefined) this.retry_at = state.retryAt;
    if (webhook.formerUntil !== undefined) this.former_secret_until = webhook.formerUntil;
    this.created_at = webhook.createdAt;
    this.updated_at = webhook.updatedAt;
  }
}

/** The same with the secret, which is shown once. */
export class WebhookWithSecretResponse extends WebhookResponse {
  @ApiProperty({
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=',
    description: 'Shown now and never again: what the receiver verifies signatures with.',
  })
  secret: string;

  constructor(webhook: Webhook, secret: string) {
    super(webhook);
    this.secret = secret;
  }
}

export class WebhookListResponse extends ListResponse {
  @ApiProperty({ type: [WebhookResponse] })
  items: WebhookResponse[];

  constructor(page: Page<Webhook>, stateOf: (id: string) => ReaderState | undefined) {
    super(page);
    this.items = page.items.map((webhook) => new WebhookResponse(webhook, stateOf(webhook.id)));
  }
}

/** An attempt to tell it of an event. */
export class DeliveryResponse {
  @ApiProperty()
  id: string;

  @ApiProperty({ description: '`webhook-id` of the message.' })
  event_id: string;

  @ApiProperty({ type: 'integer', description: 'Of the event; 0 for a test.' })
  seq: number;

  @ApiProperty({ example: 'user.disabled' })
  type: string;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  at: number;

  @ApiProperty({ type: 'integer', description: 'Which one it was.' })
  attempt: number;

  @ApiProperty({ description: 'Whether it was taken.' })
  delivered: boolean;

  @ApiPropertyOptional({ type: 'integer', description: 'What was answered, if anything.' })
  status?: number;

  @ApiPropertyOptional({ description: 'Why it did not count.' })
  reason?: string;

  @ApiProperty({ type: 'integer' })
  milliseconds: number;

  constructor(delivery: Delivery) {
    this.id = delivery.id;
    this.event_id = delivery.eventId;
    this.seq = delivery.seq;
    this.type = delivery.type;
    this.at = delivery.at;
    this.attempt = delivery.attempt;
    this.delivered = delivery.reason === null;
    if (delivery.status !== null) this.status = delivery.status;
    if (delivery.reason !== null) this.reason = delivery.reason;
    this.milliseconds = delivery.milliseconds;
  }
}

export class DeliveryListResponse extends ListResponse {
  @ApiProperty({ type: [DeliveryResponse] })
  items: DeliveryResponse[];

  constructor(page: Page<Delivery>) {
    super(page);
    this.items = page.items.map((delivery) => new DeliveryResponse(delivery));
  }
}
