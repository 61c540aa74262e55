import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Author, Changes, ITSELF, type Plan, RefusedChange } from '#platform/changes';
import { randomId } from '#platform/crypto';
import { epochSeconds } from '#protocol';
import { ResourceServers } from '#registry/resources';
import type { AdminCircumstances } from './admin/plan-admin-client.js';
import { ClientAggregate } from './client.aggregate.js';
import type { Client } from './client.js';
import { ClientRemains } from './client-remains.js';
import type { ClientMetadataInput } from './metadata/client-metadata.js';
import { RegistrableValues } from './metadata/registrable-values.js';
import {
  type ClientCircumstances,
  planClientReplacement,
  planNewClient,
  type PlannedClient,
} from './plan-client.js';

/** A client, and the secret that was made just now, if one was. */
export interface ChangedClient {
  readonly client: Client;
  readonly secret: string | undefined;
  readonly secretId?: string | undefined;
}

/** How clients change: by plans, whoever makes them. */
@Injectable()
export class ClientChanges {
  private readonly builtIn = new Set<string>();

  constructor(
    private readonly aggregate: ClientAggregate,
    private readonly changes: Changes,
    private readonly remains: ClientRemains,
    private readonly offered: RegistrableValues,
    private readonly resourceServers: ResourceServers,
  ) {}

  /** What a plan that is made now is judged by. */
  circumstances(): ClientCircumstances {
    return { offered: this.offered, now: epochSeconds(), builtIn: this.builtIn };
  }

  async adminCircumstances(): Promise<AdminCircumstances> {
    const { own } = this.resourceServers;
    return { ...this.circumstances(), own, scopes: await this.resourceServers.scopeNames() };
  }

  /**
   * @param alongside what is stored in the same transaction
   * @throws RefusedChange
   */
  async create(
    planOf: (id: string) => Plan<PlannedClient>,
    author: Author | ((id: string) => Author),
    alongside?: (manager: EntityManager, id: string) => Promise<unknown>,
  ): Promise<ChangedClient> {
    const id = randomId();
    const by = typeof author === 'function' ? author(id) : author;
    const { aggregate } = this;
    const { stored, made } = await this.changes.create(aggregate, id, planOf(id), by, alongside);
    return { client: stored, secret: made?.value };
  }

  /** @throws RefusedChange, Problem 404, 412 */
  async change(
    id: string,
    planOf: (before: Client) => Plan<PlannedClient>,
    author: Author,
  ): Promise<ChangedClient> {
    const { stored, made } = await this.changes.change(this.aggregate, id, planOf, author);
    return { client: stored, secret: made?.value, secretId: made?.id };
  }

  /** With everything that was issued to it. @throws RefusedChange, Problem 404, 412 */
  async delete(
    id: string,
    planOf: (before: Client) => Plan<Client>,
    author: Author,
  ): Promise<void> {
    await this.changes.delete(this.aggregate, id, planOf, author);
    await this.remains.begin(id);
  }

  /** A client of Gatehouse itself, as it has to be, whatever has become of it. */
  async ensureBuiltIn(id: string, input: ClientMetadataInput): Promise<void> {
    const circumstances = { ...this.circumstances(), builtIn: new Set<string>() };
    if ((await this.aggregate.find(id)) === undefined) {
      const plan = planNewClient(id, input, { type: 'client.created' }, circumstances);
      try {
        await this.changes.create(this.aggregate, id, plan, ITSELF);
      } catch (error) {
        // Another node has just done so.
        if (!(error instanceof RefusedChange && error.status === 409)) throw error;
      }
    } else {
      const planOf = (before: Client) => planClientReplacement(before, input, false, circumstances);
      await this.changes.change(this.aggregate, id, planOf, ITSELF);
    }
    this.builtIn.add(id);
  }
}
