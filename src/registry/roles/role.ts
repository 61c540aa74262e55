/** Whose role it is: that of a client, of a resource server, or of Gatehouse itself. */
export type RoleOwnerKind = 'client' | 'resource' | 'gatehouse';

export interface RoleOwner {
  readonly ownerKind: RoleOwnerKind;
  readonly ownerId: string;
}

/** A role at an application, an API or Gatehouse. It says nothing anywhere else. Immutable. */
export interface Role extends RoleOwner {
  readonly id: string;
  /** What its owner is told. */
  readonly name: string;
  readonly description: string;
  /** Ids of the groups whose people have it. */
  readonly groups: readonly string[];
  /** Ids of the clients that have it in tokens of their own; of a role at an API. */
  readonly clients: readonly string[];
  /** What files and programs of others call it. */
  readonly externalId: string | null;
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What an admin decides about one. */
export type RoleValue = Pick<
  Role,
  'ownerKind' | 'ownerId' | 'name' | 'description' | 'groups' | 'clients' | 'externalId'
>;

export function isOwnedBy(role: RoleOwner, { ownerKind, ownerId }: RoleOwner): boolean {
  return role.ownerKind === ownerKind && role.ownerId === ownerId;
}
