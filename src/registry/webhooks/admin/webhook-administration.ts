import { Injectable } from '@nestjs/common';
import { type Author, type CallingAuthor, Changes, type Put, underName } from '#platform/changes';
import { randomId } from '#platform/crypto';
import { Problem } from '#platform/http';
import {
  planNewSecret,
  planNewWebhook,
  planWebhookChange,
  planWebhookEnd,
  planWebhookReplacement,
} from './plan-webhook.js';
import type { Webhook } from '../webhook.js';
import { WebhookAggregate } from '../webhook.aggregate.js';
import { WebhookRepository } from '../webhook.repository.js';
import type { CreateWebhookRequest, UpdateWebhookRequest } from './webhook.request.js';

/** What admins do with webhooks. */
@Injectable()
export class WebhookAdministration {
  constructor(
    private readonly repository: WebhookRepository,
    private readonly aggregate: WebhookAggregate,
    private readonly changes: Changes,
  ) {}

  /** @param externalId of the only one that is asked for */
  async all(externalId?: string): Promise<Webhook[]> {
    const all = await this.repository.all();
    return all.filter((one) => externalId === undefined || one.externalId === externalId);
  }

  /** @throws Problem 404 */
  async find(id: string): Promise<Webhook> {
    const webhook = await this.repository.find(id);
    if (webhook === undefined) throw Problem.notFound('webhook');
    return webhook;
  }

  /** @throws RefusedChange */
  async create(body: CreateWebhookRequest, author: CallingAuthor) {
    const id = randomId();
    const plan = planNewWebhook(id, body, author.caller);
    const { stored, made } = await this.changes.create(this.aggregate, id, plan, author);
    return { webhook: stored, secret: made.secret ?? '' };
  }

  /** @throws RefusedChange, Problem 404, 412 */
  async change(id: string, body: UpdateWebhookRequest, author: CallingAuthor): Promise<Webhook> {
    const planOf = (before: Webhook) => planWebhookChange(before, body, author.caller);
    return (await this.changes.change(this.aggregate, id, planOf, author)).stored;
  }

  /** @throws RefusedChange, Problem 409, 412 */
  put(
    externalId: string,
    body: CreateWebhookRequest,
    author: CallingAuthor,
  ): Promise<Put<{ webhook: Webhook; secret?: string }>> {
    const named = underName(externalId, body);
    return this.changes.put(this.aggregate.noun, author, {
      find: () => this.repository.idOf(externalId),
      create: () => this.create(named, author),
      replace: async (id) => {
        const planOf = (before: Webhook) => planWebhookReplacement(before, named, author.caller);
        const { stored } = await this.changes.change(this.aggregate, id, planOf, author);
        return { webhook: stored };
      },
    });
  }

  /** @throws RefusedChange, Problem 404, 412 */
  async renewSecret(id: string, author: CallingAuthor) {
    const planOf = (before: Webhook) => planNewSecret(before, author.caller);
    const { stored, made } = await this.changes.change(this.aggregate, id, planOf, author);
    return { webhook: stored, secret: made?.secret ?? '' };
  }

  /** @throws Problem 404, 412 */
  async delete(id: string, author: Author): Promise<void> {
    await this.changes.delete(this.aggregate, id, planWebhookEnd, author);
  }
}
