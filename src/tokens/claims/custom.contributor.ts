import { releasedClaims, type User } from '#people/users';
import { scopeOfClaim } from '#protocol';
import { type CustomClaim, isToldIn } from '#registry/clients';
import { Roles } from '#registry/roles';
import { GroupsContributor } from './groups.contributor.js';
import {
  type Claims,
  type Contribution,
  type Occasion,
  TokenContributor,
} from './token-contributor.js';
import { ToldNames } from './told-names.js';

const OF_USER = 'user.';

/**
 * What a client is told under names of its own, since the program behind it knows no others. It says no more
 * than the scopes do that were granted; and nothing in access tokens, which are for others.
 */
@TokenContributor()
export class CustomContributor implements Contribution {
  constructor(
    private readonly groups: GroupsContributor,
    private readonly roles: Roles,
    private readonly told: ToldNames,
  ) {}

  async contribute(occasion: Occasion): Promise<Claims> {
    const { place, client } = occasion;
    if (place !== 'id_token' && place !== 'userinfo') return {};
    const claims: Claims = {};
    for (const one of client.metadata.claims ?? []) {
      if (isToldIn(one, place)) Object.assign(claims, await this.claimOf(one, occasion));
    }
    return claims;
  }

  private async claimOf({ claim, from, value }: CustomClaim, occasion: Occasion): Promise<Claims> {
    if (from === undefined) return { [claim]: value };
    const member = from.startsWith(OF_USER) ? from.slice(OF_USER.length) : from;
    const scope = scopeOfClaim(member);
    if (scope === undefined || !occasion.scope.includes(scope)) return {};
    const user = await occasion.person();
    if (user === undefined) return {};
    if (from === 'groups' || from === 'roles') {
      const names = await this.namesOf(from, user, occasion);
      return this.told.claims(from, names, occasion, user, claim);
    }
    const told = releasedClaims(user, [scope])[member];
    return told === undefined ? {} : { [claim]: told };
  }

  private namesOf(from: 'groups' | 'roles', user: User, { client }: Occasion): Promise<string[]> {
    if (from === 'groups') return this.groups.namesFor(client, user);
    return this.roles.namesOf(user, { ownerKind: 'client', ownerId: client.id });
  }
}
