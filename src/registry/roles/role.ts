/** Whose role it is: that of a client, or of a resource server. */
export type RoleOwnerKind = 'client' | 'resource';

export interface RoleOwner {
  readonly ownerKind: RoleOwnerKind;
  readonly ownerId: string;
}

/** A role at an application or an API. It says nothing anywhere else. Immutable. */
export interface Role extends RoleOwner {
  readonly id: string;
  /** What its owner is told. */
  readonly name: string;
  readonly description: string;
  /** Ids of the groups whose people have it. */
  readonly groups: readonly string[];
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What an admin decides about one. */
export type RoleValue = Pick<Role, 'ownerKind' | 'ownerId' | 'name' | 'description' | 'groups'>;

export function isOwnedBy(role: RoleOwner, { ownerKind, ownerId }: RoleOwner): boolean {
  return role.ownerKind === ownerKind && role.ownerId === ownerId;
}
