import { Injectable } from '@nestjs/common';
import type { CallingAuthor } from '#platform/changes';
import { Problem, type Reach } from '#platform/http';
import type { ListRequest, Page } from '#platform/lists';
import { Clients } from '#registry/clients';
import { ResourceServers } from '#registry/resources';
import { checkReach, UserRepository } from '#people/users';
import { type Consent, type ConsentFilter, Consents } from '../consents.js';

/** A consent with what people call its client. */
export interface NamedConsent {
  readonly consent: Consent;
  readonly clientName: string;
}

/** What admins do with the consents of people. */
@Injectable()
export class ConsentAdministration {
  constructor(
    private readonly users: UserRepository,
    private readonly consents: Consents,
    private readonly clients: Clients,
    private readonly resourceServers: ResourceServers,
  ) {}

  async page(
    request: ListRequest & ConsentFilter,
    reach: Reach | undefined,
  ): Promise<Page<NamedConsent>> {
    const page = await this.consents.page(request, reach);
    return { ...page, items: await Promise.all(page.items.map((one) => this.named(one))) };
  }

  /** @throws RefusedChange, Problem 404 */
  async end(id: string, { actor, origin, via, caller }: CallingAuthor): Promise<void> {
    const consent = await this.consents.byId(id);
    const user = consent && (await this.users.find(consent.userId));
    if (user === undefined) throw Problem.notFound('consent');
    checkReach(caller, user, 'consent');
    const event = { type: 'consent.revoked', actor, origin, facts: { via } } as const;
    if (!(await this.consents.revoke(id, user.sub, event))) throw Problem.notFound('consent');
  }

  private async named(consent: Consent): Promise<NamedConsent> {
    const client = await this.clients.find(consent.clientId);
    // Consent is to a scope of an API, and ended with it.
    const granted = await this.resourceServers.living(consent.granted);
    return { consent: { ...consent, granted }, clientName: client?.name ?? consent.clientId };
  }
}
