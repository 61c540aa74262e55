import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/settings';
import { AuthenticationContexts, SECOND_FACTOR } from '#registry/authentication';
import { Clients } from '#registry/clients';
import { ResourceServers } from '#registry/resources';
import { SEVERAL_FACTORS, strongestOf } from '#protocol';
import { type Dutiful, SecondFactorDuty } from '#people/users';
import type { Demands } from './assessment.js';
import type { SignInRequirement } from './requirement.js';

/**
 * What is asked of a sign-in at this moment, by all who may ask: a floor that was raised meanwhile counts, and no
 * request lowers one.
 */
@Injectable()
export class Floors {
  constructor(
    private readonly clients: Clients,
    private readonly resourceServers: ResourceServers,
    private readonly contexts: AuthenticationContexts,
    private readonly settings: Settings,
    private readonly duty: SecondFactorDuty,
  ) {}

  /** What the application, the APIs and the request itself ask of whoever signs in. */
  async demandsOf({
    application,
    resources = [],
    freshness,
    acr,
  }: SignInRequirement): Promise<Demands> {
    const client = application === undefined ? undefined : await this.clients.find(application);
    const floor = strongestOf([
      await this.contexts.floorOf(client?.metadata.require_acr),
      await this.ofApis(resources),
    ]);
    if (acr === undefined) return { freshness, floor };
    const values = await this.contexts.resolve(acr.values);
    return { freshness, floor, acr: { ...acr, values } };
  }

  /** What these APIs ask of whoever gets tokens for them. @param ids */
  async ofApis(ids: readonly string[]): Promise<string | undefined> {
    const servers = await Promise.all(ids.map((id) => this.resourceServers.find(id)));
    const names = servers.map((server) => server?.requireAcr ?? undefined);
    return strongestOf(await Promise.all(names.map((name) => this.contexts.floorOf(name))));
  }

  /** What somebody has to reach themselves. */
  ofPerson(person: Dutiful): Promise<string | undefined> {
    return this.duty.floorOf(person);
  }

  /** The same on the way to a client, which may let a trusted browser do for what their groups ask for. */
  async ofPersonFor(
    person: Dutiful,
    { application }: SignInRequirement,
    isTrusted: () => Promise<boolean>,
  ): Promise<string | undefined> {
    const floor = await this.ofPerson(person);
    if (application === undefined || floor !== SEVERAL_FACTORS || person.groups.size === 0) {
      return floor;
    }
    const client = await this.clients.find(application);
    const stands = client?.metadata.accept_trusted_browsers === true && (await isTrusted());
    return stands ? this.duty.meantApart(person) : floor;
  }

  /** How long a second factor counts, in seconds. */
  async lifetime(): Promise<number> {
    return (await this.settings.of(SECOND_FACTOR)).lifetime;
  }
}
