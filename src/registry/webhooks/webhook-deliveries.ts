import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { randomId } from '#platform/crypto';
import { Housekeeper } from '#platform/housekeeping';
import { type ListOf, type ListRequest, Lists, type Page } from '#platform/lists';
import { OutboundDocuments, OutboundError } from '#platform/outbound';
import { epochSeconds } from '#protocol';
import { signedHeaders } from './signature.js';
import { WebhookDeliveryEntity } from './webhook-delivery.entity.js';
import { WebhookRepository } from './webhook.repository.js';

/** Limit: seconds for which attempts are kept. */
const KEPT_FOR = 14 * 24 * 3600;
/** Limit: attempts that are kept. */
const MOST = 100_000;

const LIST: ListOf<WebhookDeliveryEntity> = {
  name: 'webhook-deliveries',
  id: 'id',
  sorts: { at: 'at' },
  usual: '-at',
};

/** What somebody is told of an event: what it is about, and nothing that tells of people. */
export interface Message {
  readonly id: string;
  readonly seq: number;
  readonly type: string;
  readonly at: number;
  readonly data: object;
}

/** How an attempt ended. */
export type Delivery = Readonly<WebhookDeliveryEntity>;

/** Sends messages to webhooks, and keeps for a while how that went. */
@Injectable()
export class WebhookDeliveries implements OnModuleInit {
  constructor(
    @InjectRepository(WebhookDeliveryEntity)
    private readonly rows: Repository<WebhookDeliveryEntity>,
    private readonly repository: WebhookRepository,
    private readonly outbound: OutboundDocuments,
    private readonly housekeeper: Housekeeper,
    private readonly lists: Lists,
  ) {}

  onModuleInit(): void {
    this.housekeeper.registerExpiry(this.rows, 'at', KEPT_FOR);
    this.housekeeper.registerBound(this.rows, 'at', MOST);
  }

  page(webhookId: string, request: ListRequest): Promise<Page<Delivery>> {
    const query = this.rows
      .createQueryBuilder('d')
      .where('d.webhookId = :webhookId', { webhookId });
    return this.lists.page(LIST, request, query, (row) => row);
  }

  /** One attempt. @returns how it ended; `reason` is null where it was taken */
  async attempt(
    { id: webhookId, url }: { readonly id: string; readonly url: string },
    message: Message,
    attempt: number,
  ): Promise<Delivery> {
    const begun = performance.now();
    const { status, reason } = await this.send(webhookId, url, message);
    const delivery = {
      ...{ id: randomId(), webhookId, eventId: message.id, seq: message.seq, type: message.type },
      ...{ at: epochSeconds(), attempt, status, reason: reason?.slice(0, 255) ?? null },
      milliseconds: Math.round(performance.now() - begun),
    };
    await this.rows.insert(delivery);
    return delivery;
  }

  private async send(
    webhookId: string,
    url: string,
    { id, type, at, data }: Message,
  ): Promise<{ status: number | null; reason: string | null }> {
    const timestamp = new Date(at * 1000).toISOString();
    const body = JSON.stringify({ type, timestamp, data });
    const secrets = await this.repository.secretsOf(webhookId);
    const headers = {
      ...signedHeaders(id, epochSeconds(), body, secrets),
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': 'Gatehouse',
    };
    try {
      const { status } = await this.outbound.deliver(url, { headers, body });
      const taken = status >= 200 && status < 300;
      return { status, reason: taken ? null : `status ${String(status)}` };
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error;
      return { status: null, reason: error.message };
    }
  }
}
