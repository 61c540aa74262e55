import { Injectable } from '@nestjs/common';
import { Changes, ITSELF } from '#platform/changes';
import { type Claimed, type EventTeller, ReadsEvents, type ToldEvent } from '#platform/events';
import { epochSeconds } from '#protocol';
import { planDisabling } from './plan-disabling.js';
import { READER, readerOf, wants } from './webhook.js';
import { WebhookAggregate } from './webhook.aggregate.js';
import { type Message, WebhookDeliveries } from './webhook-deliveries.js';
import { WebhookRepository } from './webhook.repository.js';

/** Seconds for which one is tried that takes nothing. */
const TRIED_FOR = 5 * 24 * 3600;
const GONE = 410;

/** Tells webhooks of events: one after the other, in order, until each was taken. */
@ReadsEvents(READER)
@Injectable()
export class WebhookTeller implements EventTeller {
  constructor(
    private readonly repository: WebhookRepository,
    private readonly aggregate: WebhookAggregate,
    private readonly deliveries: WebhookDeliveries,
    private readonly changes: Changes,
  ) {}

  async tell(reader: Claimed, events: readonly ToldEvent[]): Promise<number> {
    const id = reader.name.slice(readerOf('').length);
    const webhook = await this.repository.find(id);
    if (webhook?.enabled !== true) return events.length;
    const index = events.findIndex(({ type }) => wants(webhook, type));
    const event = events[index];
    if (event === undefined) return events.length;
    const delivery = await this.deliveries.attempt(webhook, thin(event), reader.attempts + 1);
    if (delivery.reason === null) return index + 1;
    const since = reader.failingSince ?? epochSeconds();
    if (delivery.status === GONE) await this.disable(id, 'It answered 410: it is gone.');
    else if (since <= epochSeconds() - TRIED_FOR) {
      await this.disable(id, 'It has taken nothing for five days.');
    }
    throw new Error(delivery.reason);
  }

  private async disable(id: string, reason: string): Promise<void> {
    await this.changes.change(
      this.aggregate,
      id,
      (before) => planDisabling(before, reason),
      ITSELF,
    );
  }
}

/** Ids, and nothing that a receiver could not ask for with a scope of its own. */
function thin(event: ToldEvent): Message {
  const { id, seq, type, at } = event;
  const { outcome, actor_kind, actor, client_id, user_id, object_kind, object_id, request_id } =
    event;
  const data = {
    ...{ id, seq, outcome, actor_kind, actor, client_id, user_id, object_kind, object_id },
    request_id,
  };
  return { id, seq, type, at, data };
}
