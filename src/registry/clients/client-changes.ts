import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  type Author,
  Changes,
  ITSELF,
  type Plan,
  type Put,
  type Putting,
  RefusedChange,
  type Remark,
} from '#platform/changes';
import { randomId } from '#platform/crypto';
import { epochSeconds } from '#protocol';
import { KnownNames } from './admin/known-names.js';
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

/** Seconds; as many endings in one second are nobody's work. */
const LONGEST_WAIT = 5;

/** A client, and the secret that was made just now, if one was. */
export interface ChangedClient {
  readonly client: Client;
  readonly secret: string | undefined;
  readonly secretId?: string | undefined;
  /** What is allowed, and less safe or less likely to work. */
  readonly warnings?: readonly Remark[];
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
    private readonly known: KnownNames,
  ) {}

  /** What a plan that is made now is judged by. */
  circumstances(): ClientCircumstances {
    return { offered: this.offered, now: epochSeconds(), builtIn: this.builtIn };
  }

  /** What a plan of a client that describes itself is judged by. */
  async ownCircumstances(): Promise<ClientCircumstances> {
    return { ...this.circumstances(), openScopes: await this.known.openScopes() };
  }

  async adminCircumstances(): Promise<AdminCircumstances> {
    return { ...this.circumstances(), ...(await this.known.now()) };
  }

  /**
   * @param alongside what is stored in the same transaction
   * @throws RefusedChange
   */
  async create(
    planOf: (id: string) => Plan<PlannedClient>,
    author: Author | ((id: string) => Author),
    alongside?: (manager: EntityManager, id: string) => Promise<unknown>,
    id = randomId(),
  ): Promise<ChangedClient> {
    const by = typeof author === 'function' ? author(id) : author;
    const { aggregate } = this;
    const plan = planOf(id);
    const { stored, made } = await this.changes.create(aggregate, id, plan, by, alongside);
    return { client: stored, secret: made?.value, warnings: plan.warnings };
  }

  /** @throws RefusedChange, Problem 404, 412 */
  async change(
    id: string,
    planOf: (before: Client) => Plan<PlannedClient>,
    author: Author,
    alongside?: (manager: EntityManager) => Promise<void>,
  ): Promise<ChangedClient> {
    let warnings: readonly Remark[] = [];
    const noted = (before: Client) => {
      const plan = planOf(before);
      ({ warnings } = plan);
      return plan;
    };
    const { aggregate } = this;
    const { stored, made } = await this.changes.change(aggregate, id, noted, author, alongside);
    return { client: stored, secret: made?.value, secretId: made?.id, warnings };
  }

  /** By the name that others have for it. @throws RefusedChange, Problem 412 */
  put(putting: Putting<ChangedClient>, author: Author): Promise<Put<ChangedClient>> {
    return this.changes.put(this.aggregate.noun, author, putting);
  }

  /** With everything that was issued to it. @throws RefusedChange, Problem 404, 412 */
  async delete(
    id: string,
    planOf: (before: Client) => Plan<Client>,
    author: Author,
  ): Promise<void> {
    const { endedAt = 0 } = await this.changes.delete(this.aggregate, id, planOf, author);
    // Its tokens may carry the second after an ending: until that has come nobody gets its id.
    const ahead = Math.min(endedAt + 1 - epochSeconds(), LONGEST_WAIT);
    if (ahead > 0) await sleep(ahead * 1000);
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
      const state = { disabled: false };
      const planOf = (before: Client) => planClientReplacement(before, input, state, circumstances);
      await this.changes.change(this.aggregate, id, planOf, ITSELF);
    }
    this.builtIn.add(id);
  }
}
