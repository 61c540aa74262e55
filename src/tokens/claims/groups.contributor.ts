import type { User } from '#people/users';
import type { Client } from '#registry/clients';
import { Groups } from '#registry/groups';
import { Roles } from '#registry/roles';
import {
  type Claims,
  type Contribution,
  type Occasion,
  TokenContributor,
} from './token-contributor.js';
import { ToldNames } from './told-names.js';

/** The names of somebody's groups, as far as their client is told of them (RFC 9068 §2.2.3.1). */
@TokenContributor()
export class GroupsContributor implements Contribution {
  constructor(
    private readonly groups: Groups,
    private readonly roles: Roles,
    private readonly told: ToldNames,
  ) {}

  async contribute(occasion: Occasion): Promise<Claims> {
    if (!this.told.isAsked('groups', occasion)) return {};
    const user = await occasion.person();
    if (user === undefined) return {};
    // Empty where there are none: programs refuse people where the claim is absent.
    const names = await this.namesFor(occasion.client, user);
    return this.told.claims('groups', names, occasion, user);
  }

  /** Those that a client is told, whatever the claim is called. */
  async namesFor({ id, metadata }: Client, user: User): Promise<string[]> {
    const { filter, prefix = '' } = metadata.groups_claim ?? { filter: 'all' };
    if (user.groups.size === 0) return [];
    const groups = await this.groups.named(user.groups.keys());
    if (filter === 'assigned') {
      const assigned = await this.roles.groupsAt({ ownerKind: 'client', ownerId: id });
      const { allowed_groups: allowed = [] } = metadata;
      const told = groups.filter((group) => assigned.has(group.id) || allowed.includes(group.id));
      return told.map(({ name }) => name);
    }
    return groups.map(({ name }) => name).filter((name) => name.startsWith(prefix));
  }
}
