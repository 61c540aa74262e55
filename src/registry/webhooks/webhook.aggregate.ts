import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Aggregate, type Plan, RefusedChange, unlessTaken } from '#platform/changes';
import { isUniqueViolation } from '#platform/database';
import { OutboundDocuments } from '#platform/outbound';
import { EventReaders } from '#platform/events';
import { epochSeconds } from '#protocol';
import { newSecret } from './signature.js';
import { readerOf, type Webhook, type WebhookValue } from './webhook.js';
import { WebhookEntity } from './webhook.entity.js';
import { WebhookRepository } from './webhook.repository.js';

/** Seconds for which messages are signed with the former secret as well. */
const OVERLAP = 24 * 3600;

/** Limit: webhooks. */
const MOST = 20;
const SLOTS = Array.from({ length: MOST }, (_, index) => index + 1);

/** What is shown once. */
export interface MadeSecret {
  readonly secret?: string;
}

/** How webhooks are stored: a row, and how far it is among the readers of events. */
@Injectable()
export class WebhookAggregate implements Aggregate<Webhook, WebhookValue, MadeSecret> {
  readonly noun = 'webhook';

  constructor(
    private readonly repository: WebhookRepository,
    private readonly readers: EventReaders,
    private readonly outbound: OutboundDocuments,
  ) {}

  find(id: string, manager?: EntityManager): Promise<Webhook | undefined> {
    return this.repository.find(id, manager);
  }

  check({ value }: Plan<WebhookValue>, before: Webhook | undefined) {
    const detail = before?.url === value.url ? undefined : this.outbound.addressError(value.url);
    return Promise.resolve(detail === undefined ? [] : [{ pointer: '/url', detail }]);
  }

  make({ effects }: Plan<WebhookValue>): MadeSecret {
    return effects.includes('secret_made') ? { secret: newSecret() } : {};
  }

  async insert(
    manager: EntityManager,
    id: string,
    { value }: Plan<WebhookValue>,
    { secret = '' }: MadeSecret,
  ): Promise<void> {
    const now = epochSeconds();
    const row = {
      ...{ id, ...columnsOf(value), createdAt: now, updatedAt: now, version: 1 },
      ...{ secret: this.repository.seal(id, secret), formerSecret: null, formerUntil: null },
    };
    while (!(await this.insertAt(manager, await this.freeSlot(manager), row)));
    await this.readers.follow(manager, readerOf(id));
    if (!value.enabled) await this.readers.change(manager, readerOf(id), 'pause');
  }

  async update(
    manager: EntityManager,
    before: Webhook,
    { value }: Plan<WebhookValue>,
    { secret }: MadeSecret,
  ): Promise<boolean> {
    const { id, version } = before;
    const updatedAt = epochSeconds();
    const renewed = secret === undefined ? {} : await this.renewed(manager, id, secret);
    const set = { ...columnsOf(value), ...renewed, updatedAt, version: version + 1 };
    const updating = manager.update(WebhookEntity, { id, version }, set);
    if ((await unlessTaken(updating)).affected !== 1) return false;
    if (value.enabled !== before.enabled) {
      await this.readers.change(manager, readerOf(id), value.enabled ? 'resume' : 'pause');
    }
    return true;
  }

  async delete(manager: EntityManager, { id, version }: Webhook): Promise<boolean> {
    if ((await manager.delete(WebhookEntity, { id, version })).affected !== 1) return false;
    await this.readers.change(manager, readerOf(id), 'delete');
    return true;
  }

  /** @throws RefusedChange where there is none */
  private async freeSlot(manager: EntityManager): Promise<number> {
    const taken = new Set((await manager.find(WebhookEntity)).map(({ slot }) => slot));
    const free = SLOTS.find((slot) => !taken.has(slot));
    if (free !== undefined) return free;
    const detail = `There are ${String(MOST)} webhooks, which is the most.`;
    throw new RefusedChange({ pointer: '', detail, kind: 'conflict' });
  }

  /** @returns false where another was first */
  private async insertAt(
    manager: EntityManager,
    slot: number,
    row: Omit<WebhookEntity, 'slot'>,
  ): Promise<boolean> {
    try {
      await unlessTaken(manager.insert(WebhookEntity, { ...row, slot }));
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  private async renewed(manager: EntityManager, id: string, secret: string) {
    const row = await manager.findOneBy(WebhookEntity, { id });
    return {
      secret: this.repository.seal(id, secret),
      formerSecret: row?.secret ?? null,
      formerUntil: epochSeconds() + OVERLAP,
    };
  }
}

function columnsOf(value: WebhookValue) {
  return {
    url: value.url,
    description: value.description,
    types: JSON.stringify(value.types),
    enabled: Number(value.enabled),
    disabledReason: value.disabledReason ?? null,
    externalId: value.externalId,
  };
}
