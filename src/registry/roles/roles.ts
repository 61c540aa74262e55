import { Injectable } from '@nestjs/common';
import { SnapshotCache } from '#platform/cache';
import { isOwnedBy, type Role, type RoleOwner } from './role.js';
import { RoleRepository } from './role.repository.js';

/** How long another node may go on with what it knows, in milliseconds. */
const MAX_AGE = 1000;

const ALL = '';

/** Who may have a role: by themselves, and by their groups. */
export interface RoleHolder {
  readonly roleIds: readonly string[];
  readonly groups: { has(id: string): boolean };
}

/** Every role, as it is or was at most a second ago: telling somebody's asks the database nothing. */
@Injectable()
export class Roles {
  private readonly cache: SnapshotCache<readonly Role[]>;

  constructor(repository: RoleRepository) {
    this.cache = new SnapshotCache(() => repository.all(), MAX_AGE, 1);
  }

  /** The names of somebody's roles at one application or API, in order. */
  async namesOf({ roleIds, groups }: RoleHolder, owner: RoleOwner): Promise<string[]> {
    return (await this.of(owner))
      .filter((role) => roleIds.includes(role.id) || role.groups.some((id) => groups.has(id)))
      .map(({ name }) => name)
      .sort();
  }

  /** The names of the roles that a client has there by itself, in order. */
  async namesOfClient(clientId: string, owner: RoleOwner): Promise<string[]> {
    return (await this.of(owner))
      .filter(({ clients }) => clients.includes(clientId))
      .map(({ name }) => name)
      .sort();
  }

  /** The groups whose people have a role there. */
  async groupsAt(owner: RoleOwner): Promise<ReadonlySet<string>> {
    return new Set((await this.of(owner)).flatMap(({ groups }) => groups));
  }

  /** What is known on this node is out of date. */
  forget(): void {
    this.cache.forget(ALL);
  }

  private async of(owner: RoleOwner): Promise<Role[]> {
    return (await this.cache.get(ALL)).filter((role) => isOwnedBy(role, owner));
  }
}
