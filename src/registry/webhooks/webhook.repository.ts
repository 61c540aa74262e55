import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { type Seal, SealedColumns } from '#platform/crypto';
import { epochSeconds } from '#protocol';
import type { Webhook } from './webhook.js';
import { WebhookEntity } from './webhook.entity.js';

@Injectable()
export class WebhookRepository {
  private readonly secrets: Seal;

  constructor(
    @InjectRepository(WebhookEntity) private readonly rows: Repository<WebhookEntity>,
    sealed: SealedColumns,
  ) {
    this.secrets = sealed.register(rows, 'id', 'secret', placeOf);
    sealed.register(rows, 'id', 'formerSecret', placeOf);
  }

  async find(id: string, manager = this.rows.manager): Promise<Webhook | undefined> {
    const row = await manager.findOneBy(WebhookEntity, { id });
    return row === null ? undefined : toWebhook(row);
  }

  async idOf(externalId: string): Promise<string | undefined> {
    return (await this.rows.findOneBy({ externalId }))?.id;
  }

  /** They are few. */
  async all(): Promise<Webhook[]> {
    return (await this.rows.find({ order: { id: 'ASC' } })).map(toWebhook);
  }

  /** What its messages are signed with now, the newest first. */
  async secretsOf(id: string): Promise<string[]> {
    const row = await this.rows.findOneBy({ id });
    if (row === null) return [];
    const { secret, formerSecret, formerUntil } = row;
    const isFormerGood = formerSecret !== null && (formerUntil ?? 0) > epochSeconds();
    return [secret, ...(isFormerGood ? [formerSecret] : [])].map((one) =>
      this.secrets.open(id, one),
    );
  }

  seal(id: string, secret: string): string {
    return this.secrets.seal(id, secret);
  }
}

function toWebhook(row: WebhookEntity): Webhook {
  const { id, url, description, createdAt, updatedAt, version } = row;
  return {
    ...{ id, url, description, createdAt, updatedAt, version },
    types: JSON.parse(row.types) as string[],
    enabled: row.enabled !== 0,
    disabledReason: row.disabledReason ?? undefined,
    externalId: row.externalId,
    formerUntil: row.formerUntil ?? undefined,
  };
}

function placeOf(id: string): string {
  return `webhooks.secret:${id}`;
}
