/** A group of people. Groups are flat: none is in another. Immutable. */
export interface Group {
  readonly id: string;
  /** What applications are told. */
  readonly name: string;
  readonly description: string;
  /** The weakest authentication context with which its people sign in, by a name of it. Null: any. */
  readonly requireAcr: string | null;
  /** What files and programs of others call it. */
  readonly externalId: string | null;
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What an admin decides about one. */
export type GroupValue = Pick<Group, 'name' | 'description' | 'requireAcr' | 'externalId'>;

/** As it is stored. */
export interface GroupPolicy {
  readonly require_acr?: string;
}

/** What each node keeps of it. */
export type KnownGroup = Pick<Group, 'name' | 'requireAcr'>;

/** Limit: characters of the name of a group. */
export const MAX_GROUP_NAME = 200;
/** Limit: characters of what makes two names the same. */
export const MAX_GROUP_KEY = 255;

/** How names are stored: one spelling of each character, spaces cut off. */
export function tidyName(name: string): string {
  return name.normalize('NFC').trim();
}

/** What makes two names the same: programs compare them in any case, and so do people. */
export function groupKey(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase().normalize('NFKC');
}
