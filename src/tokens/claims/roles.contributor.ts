import { ResourceServers } from '#registry/resources';
import { type RoleOwner, Roles } from '#registry/roles';
import {
  type Claims,
  type Contribution,
  type Occasion,
  TokenContributor,
} from './token-contributor.js';
import { ToldNames } from './told-names.js';

/**
 * The names of somebody's roles (RFC 9068 §2.2.3.1), for whom they are of alone: a client in ID tokens and
 * at userinfo, the one API in access tokens. Whoever maps `admin` from another's role would take a stranger
 * for their own admin; Gatehouse's own roles are told to nobody.
 */
@TokenContributor({ clientTokens: true })
export class RolesContributor implements Contribution {
  constructor(
    private readonly roles: Roles,
    private readonly resourceServers: ResourceServers,
    private readonly told: ToldNames,
  ) {}

  async contribute(occasion: Occasion): Promise<Claims> {
    if (!this.told.isAsked('roles', occasion)) return {};
    const owner = this.ownerOf(occasion);
    if (owner === undefined) return {};
    if (occasion.ownToken) {
      const own = await this.roles.namesOfClient(occasion.client.id, owner);
      return this.told.claims('roles', own, occasion, undefined);
    }
    const user = await occasion.person();
    if (user === undefined) return {};
    const names = await this.roles.namesOf(user, owner);
    return this.told.claims('roles', names, occasion, user);
  }

  private ownerOf({ place, client, resources }: Occasion): RoleOwner | undefined {
    if (place === 'id_token' || place === 'userinfo') {
      return { ownerKind: 'client', ownerId: client.id };
    }
    const [api, ...others] = resources;
    if (api === undefined || others.length > 0 || this.resourceServers.isOwn(api.id)) {
      return undefined;
    }
    return { ownerKind: 'resource', ownerId: api.id };
  }
}
