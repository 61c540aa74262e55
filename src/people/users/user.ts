import type { Remark } from '#platform/changes';
import type { StoredAttributes } from '#registry/claims';
import { type AdminRoles, parseAdminRoles } from './admin-roles.js';
import { type GroupsOfUser, parseGroups } from './groups-of-user.js';
import type { UserEntity } from './user.entity.js';

/** OIDC Core §5.1.1. */
export interface AddressClaim {
  readonly formatted?: string;
  readonly street_address?: string;
  readonly locality?: string;
  readonly region?: string;
  readonly postal_code?: string;
  readonly country?: string;
}

/** The claims about a person that are no more than that (OIDC Core §5.1). */
export interface ProfileClaims {
  readonly name?: string;
  readonly given_name?: string;
  readonly family_name?: string;
  readonly middle_name?: string;
  readonly nickname?: string;
  readonly profile?: string;
  readonly picture?: string;
  readonly website?: string;
  readonly gender?: string;
  readonly birthdate?: string;
  readonly zoneinfo?: string;
  readonly locale?: string;
  readonly phone_number?: string;
  readonly phone_number_verified?: boolean;
  readonly address?: AddressClaim;
}

/** A person's account as it is at one moment, without anything secret. */
export interface User {
  readonly sub: string;
  readonly username: string;
  readonly email: string | undefined;
  readonly emailVerified: boolean;
  /** What files and programs of others call them. */
  readonly externalId: string | undefined;
  readonly claims: ProfileClaims;
  /** What the enterprise declared besides, see registry/claims. */
  readonly attributes: StoredAttributes;
  readonly roles: readonly string[];
  readonly disabled: boolean;
  /** Whether they have signed up, and an admin has not let them in yet. */
  readonly awaitsApproval: boolean;
  /** Sessions and authorizations that carry an earlier one have ended. */
  readonly credentialVersion: number;
  /** The same for sessions alone, and for authorizations alone. */
  readonly sessionVersion: number;
  readonly accessVersion: number;
  /** The same for what their roles allow, and nothing else. */
  readonly roleVersion: number;
  readonly groups: GroupsOfUser;
  /** Counts how often they joined a group. */
  readonly groupVersion: number;
  /** Ids of the roles at applications and APIs that they have by themselves. */
  readonly roleIds: readonly string[];
  /** Which of Gatehouse's own roles they have, and for what. */
  readonly adminRoles: AdminRoles;
  /** Whether they choose another password before they are signed in. */
  readonly requireNewPassword: boolean;
  /** Whether they have set up a second factor. */
  readonly secondFactor: boolean;
  /** When they were first asked to set one up. */
  readonly secondFactorAskedAt: number | undefined;
  readonly lastSignInAt: number | undefined;
  readonly version: number;
  /** Seconds since the epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What is decided about one; what their password will be stands beside it. */
export type UserValue = Pick<
  User,
  | 'username'
  | 'email'
  | 'emailVerified'
  | 'externalId'
  | 'claims'
  | 'attributes'
  | 'roles'
  | 'groups'
  | 'groupVersion'
  | 'roleIds'
  | 'adminRoles'
  | 'disabled'
  | 'awaitsApproval'
  | 'requireNewPassword'
>;

/** Somebody of whom nothing is known but the name. */
export function nobody(username: string): UserValue {
  return {
    username,
    email: undefined,
    emailVerified: false,
    externalId: undefined,
    claims: {},
    attributes: {},
    roles: [],
    groups: new Map(),
    groupVersion: 0,
    roleIds: [],
    adminRoles: new Map(),
    disabled: false,
    awaitsApproval: false,
    requireNewPassword: false,
  };
}

/** Limit: roles at applications and APIs that one person has by themselves. */
export const MAX_ROLES_OF_USER = 500;

/** The columns that a {@link User} is made of. */
export const PERSON = [
  'sub',
  'username',
  'email',
  'emailVerified',
  'externalId',
  'claims',
  'attributes',
  'roles',
  'disabled',
  'awaitsApproval',
  'credentialVersion',
  'sessionVersion',
  'accessVersion',
  'roleVersion',
  'groupIds',
  'groupVersion',
  'roleIds',
  'adminRoles',
  'requiredActions',
  'secondFactor',
  'secondFactorAskedAt',
  'lastSignInAt',
  'version',
  'createdAt',
  'updatedAt',
] as const satisfies readonly (keyof UserEntity)[];

export function toUser(row: Readonly<Pick<UserEntity, (typeof PERSON)[number]>>): User {
  return {
    sub: row.sub,
    username: row.username,
    email: row.email ?? undefined,
    emailVerified: row.emailVerified !== 0,
    externalId: row.externalId ?? undefined,
    claims: JSON.parse(row.claims) as ProfileClaims,
    attributes: row.attributes === null ? {} : (JSON.parse(row.attributes) as StoredAttributes),
    roles: JSON.parse(row.roles) as string[],
    disabled: row.disabled !== 0,
    awaitsApproval: row.awaitsApproval !== 0,
    credentialVersion: row.credentialVersion,
    sessionVersion: row.sessionVersion,
    accessVersion: row.accessVersion,
    roleVersion: row.roleVersion,
    groups: parseGroups(row.groupIds),
    groupVersion: row.groupVersion,
    roleIds: row.roleIds === null ? [] : (JSON.parse(row.roleIds) as string[]),
    adminRoles: parseAdminRoles(row.adminRoles),
    requireNewPassword: requiresNewPassword(row.requiredActions),
    secondFactor: row.secondFactor !== 0,
    secondFactorAskedAt: row.secondFactorAskedAt ?? undefined,
    lastSignInAt: row.lastSignInAt ?? undefined,
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

/** What somebody has to do when they sign in, as it is stored. */
export interface RequiredActions {
  readonly new_password?: true;
}

/** @param actions see RequiredActions; null for none */
export function requiresNewPassword(actions: string | null): boolean {
  return actions !== null && (JSON.parse(actions) as RequiredActions).new_password === true;
}

/** What was made of a user, and what is allowed and less likely to work. */
export interface ChangedUser {
  readonly user: User;
  readonly warnings: readonly Remark[];
}
