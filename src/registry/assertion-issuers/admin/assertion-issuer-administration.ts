import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Author, type CallingAuthor, Changes, type Put, underName } from '#platform/changes';
import { Config } from '#platform/config';
import { randomId } from '#platform/crypto';
import type { Page } from '#platform/lists';
import { Problem } from '#platform/http';
import { ResourceServers } from '#registry/resources';
import { AssertionIssuerAggregate } from '../assertion-issuer.aggregate.js';
import type { AssertionIssuer } from '../assertion-issuer.js';
import {
  type AssertionIssuerListRequest,
  AssertionIssuerRepository,
} from '../assertion-issuer.repository.js';
import type {
  CreateAssertionIssuerRequest,
  UpdateAssertionIssuerRequest,
} from './assertion-issuer.request.js';
import {
  planAssertionIssuerChange,
  planAssertionIssuerEnd,
  planAssertionIssuerReplacement,
  planNewAssertionIssuer,
} from './plan-assertion-issuer.js';

/** What admins do with assertion issuers. */
@Injectable()
export class AssertionIssuerAdministration {
  constructor(
    private readonly repository: AssertionIssuerRepository,
    private readonly aggregate: AssertionIssuerAggregate,
    private readonly changes: Changes,
    private readonly config: Config,
    private readonly resourceServers: ResourceServers,
  ) {}

  list(request: AssertionIssuerListRequest): Promise<Page<AssertionIssuer>> {
    return this.repository.list(request);
  }

  /** @throws Problem 404 */
  async find(id: string): Promise<AssertionIssuer> {
    const issuer = await this.repository.find(id);
    if (issuer === undefined) throw Problem.notFound('assertion issuer');
    return issuer;
  }

  /** @throws RefusedChange */
  async create(
    body: CreateAssertionIssuerRequest,
    author: CallingAuthor,
  ): Promise<AssertionIssuer> {
    const id = randomId();
    const circumstances = await this.circumstances();
    const plan = planNewAssertionIssuer(id, body, author.caller, circumstances);
    const hold = this.holding(body.scopes, circumstances);
    return (await this.changes.create(this.aggregate, id, plan, author, hold)).stored;
  }

  /** @throws RefusedChange, Problem 404, 412 */
  async change(
    id: string,
    body: UpdateAssertionIssuerRequest,
    author: CallingAuthor,
  ): Promise<AssertionIssuer> {
    const circumstances = await this.circumstances();
    const planOf = (before: AssertionIssuer) =>
      planAssertionIssuerChange(before, body, author.caller, circumstances);
    const hold = this.holding(body.scopes, circumstances);
    return (await this.changes.change(this.aggregate, id, planOf, author, hold)).stored;
  }

  /** @throws RefusedChange, Problem 409, 412 */
  put(
    externalId: string,
    body: CreateAssertionIssuerRequest,
    author: CallingAuthor,
  ): Promise<Put<AssertionIssuer>> {
    const named = underName(externalId, body);
    return this.changes.put(this.aggregate.noun, author, {
      find: () => this.repository.idOf(externalId),
      create: () => this.create(named, author),
      replace: (id) => this.replace(id, named, author),
    });
  }

  private async replace(id: string, body: CreateAssertionIssuerRequest, author: CallingAuthor) {
    const circumstances = await this.circumstances();
    const planOf = (before: AssertionIssuer) =>
      planAssertionIssuerReplacement(before, body, author.caller, circumstances);
    const hold = this.holding(body.scopes, circumstances);
    return (await this.changes.change(this.aggregate, id, planOf, author, hold)).stored;
  }

  /** @throws Problem 404, 412 */
  async delete(id: string, author: Author): Promise<void> {
    await this.changes.delete(this.aggregate, id, planAssertionIssuerEnd, author);
  }

  private holding(names: readonly string[] = [], { known }: { known: ReadonlySet<string> }) {
    return (manager: EntityManager) =>
      this.resourceServers.hold(manager, { pointer: '/scopes', names, known });
  }

  private async circumstances() {
    return { ours: this.config.issuer, known: await this.resourceServers.scopeNames() };
  }
}
