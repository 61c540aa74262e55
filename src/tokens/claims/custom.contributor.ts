import { releasedClaims, type User } from '#people/users';
import { scopeOfClaim } from '#protocol';
import { attributeOf, Attributes, type CustomClaim, isToldIn } from '#registry/claims';
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

/** What opens the attributes of a person, as it opens the rest of their profile (OIDC Core §5.4). */
const OPENS_ATTRIBUTES = 'profile';

/**
 * What a client or an API is told under names of its own, since the program behind it knows no others: a client in ID
 * tokens and at userinfo, the one API of an access token there. It says no more than the scopes do that were granted.
 */
@TokenContributor({ clientTokens: true })
export class CustomContributor implements Contribution {
  constructor(
    private readonly groups: GroupsContributor,
    private readonly roles: Roles,
    private readonly told: ToldNames,
    private readonly attributes: Attributes,
  ) {}

  contribute(occasion: Occasion): Claims | Promise<Claims> {
    const claims = claimsFor(occasion);
    return claims.length === 0 ? {} : this.all(claims, occasion);
  }

  private async all(all: readonly CustomClaim[], occasion: Occasion): Promise<Claims> {
    const claims: Claims = {};
    for (const one of all) Object.assign(claims, await this.claimOf(one, occasion));
    return claims;
  }

  private async claimOf({ claim, from, value }: CustomClaim, occasion: Occasion): Promise<Claims> {
    if (from === undefined) return { [claim]: value };
    const attribute = attributeOf(from);
    const member = from.startsWith(OF_USER) ? from.slice(OF_USER.length) : from;
    const scope = attribute === undefined ? scopeOfClaim(member) : OPENS_ATTRIBUTES;
    if (scope === undefined || !occasion.scope.includes(scope)) return {};
    const user = await occasion.person();
    if (user === undefined) return {};
    if (from === 'groups' || from === 'roles') {
      const names = await this.namesOf(from, user, occasion);
      return this.told.claims(from, names, occasion, user, claim);
    }
    const told =
      attribute === undefined
        ? releasedClaims(user, [scope])[member]
        : await this.attributeOf(user, attribute);
    return told === undefined ? {} : { [claim]: told };
  }

  /** @returns a list where there may be several */
  private async attributeOf(user: User, name: string): Promise<unknown> {
    const attribute = (await this.attributes.declared()).get(name);
    if (attribute?.told !== true) return undefined;
    const values = user.attributes[attribute.key];
    return attribute.several ? values : values?.[0];
  }

  private namesOf(from: 'groups' | 'roles', user: User, occasion: Occasion): Promise<string[]> {
    const { client, resources } = occasion;
    if (from === 'groups') return this.groups.namesFor(client, user);
    const [api] = resources;
    return this.roles.namesOf(
      user,
      isForClient(occasion) || api === undefined
        ? { ownerKind: 'client', ownerId: client.id }
        : { ownerKind: 'resource', ownerId: api.id },
    );
  }
}

const isForClient = ({ place }: Occasion): boolean => place === 'id_token' || place === 'userinfo';

function claimsFor(occasion: Occasion): readonly CustomClaim[] {
  const { place, client, resources } = occasion;
  if (place === 'id_token' || place === 'userinfo') {
    return (client.metadata.claims ?? []).filter((one) => isToldIn(one, place));
  }
  const [api, ...others] = resources;
  return api === undefined || others.length > 0 ? [] : api.claims;
}
