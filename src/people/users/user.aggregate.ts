import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, IsNull, type Repository } from 'typeorm';
import { type Aggregate, type Plan, RefusedChange, unlessTaken } from '#platform/changes';
import { PasswordHash, randomToken, sha256 } from '#platform/crypto';
import { DEPENDENTS_OF_USERS } from '#platform/database';
import { epochSeconds } from '#protocol';
import { formatGroups } from './groups-of-user.js';
import { loginKey, skeletonOf, tidy } from './login-identifier.js';
import { insertMemberships } from './memberships/first-memberships.js';
import { UserEntity } from './user.entity.js';
import { ADMIN_ROLE, formatAdminRoles, isAdmin } from './admin-roles.js';
import { insertUserTerms, replaceUserTerms } from './search/user-terms.js';
import { nobody, toUser, type User, type UserValue, type RequiredActions } from './user.js';

/** The tables in which a person may have many rows; those of all others go with them. */
const MANY = new Set([
  ...['sessions', 'consents', 'authorizations', 'device_authorizations', 'access_tokens'],
]);
const FEW = DEPENDENTS_OF_USERS.filter(({ table }) => !MANY.has(table));

const TAKEN = {
  pointer: '',
  detail:
    'Another user has this username or this e-mail address, or a username that looks like it.',
};

/** With a new password, if there is one. */
export interface PlannedUser extends UserValue {
  /** Null: none any more. */
  readonly password?: string | null | undefined;
  /** One that another system hashed, as `readPasswordHash` gives it. */
  readonly passwordHash?: { readonly hash: string; readonly format: string } | undefined;
}

/** The columns of a new password. */
type NewPassword = Pick<UserEntity, 'passwordHash' | 'passwordFormat'>;

/** How users are stored: one row each. */
@Injectable()
export class UserAggregate implements Aggregate<User, PlannedUser, Partial<NewPassword>> {
  readonly noun = 'user';

  constructor(
    @InjectRepository(UserEntity) private readonly rows: Repository<UserEntity>,
    private readonly hash: PasswordHash,
  ) {}

  async find(sub: string, manager = this.rows.manager): Promise<User | undefined> {
    const row = await manager.findOneBy(UserEntity, { sub, deletedAt: IsNull() });
    return row === null ? undefined : toUser(row);
  }

  async idOf(externalId: string): Promise<string | undefined> {
    return (await this.rows.findOneBy({ externalId }))?.sub;
  }

  async make({
    value: { password, passwordHash: given },
  }: Plan<PlannedUser>): Promise<Partial<NewPassword>> {
    if (given !== undefined) {
      const ours = this.hash.isCurrent(given.hash);
      return { passwordHash: given.hash, passwordFormat: ours ? null : given.format };
    }
    if (password === undefined) return {};
    const passwordHash = password === null ? null : await this.hash.create(password);
    return { passwordHash, passwordFormat: null };
  }

  async insert(
    manager: EntityManager,
    sub: string,
    { value }: Plan<PlannedUser>,
    password: Partial<NewPassword>,
  ): Promise<void> {
    const now = epochSeconds();
    const row: UserEntity = {
      ...columnsOf(value),
      passwordHash: null,
      passwordFormat: null,
      ...password,
      sub,
      userHandle: randomToken(),
      credentialVersion: 0,
      sessionVersion: 0,
      accessVersion: 0,
      roleVersion: 0,
      secondFactor: 0,
      secondFactorAskedAt: null,
      factorsChangedAt: 0,
      deletedAt: null,
      lastSignInAt: null,
      version: 1,
      createdAt: now,
      updatedAt: now,
    };
    await unlessTaken(manager.insert(UserEntity, row), TAKEN);
    await insertMemberships(manager, sub, value.groups);
    await insertUserTerms(manager, sub, value);
  }

  async update(
    manager: EntityManager,
    before: User,
    { value, effects }: Plan<PlannedUser>,
    password: Partial<NewPassword>,
  ): Promise<boolean> {
    return this.keepingAnAdmin(manager, before, value, async ({ sub, version }) => {
      const set = {
        ...columnsOf(value),
        ...password,
        credentialVersion: before.credentialVersion + Number(effects.includes('sessions_end')),
        roleVersion: before.roleVersion + Number(effects.includes('power_ends')),
        version: version + 1,
        updatedAt: epochSeconds(),
      };
      const updating = manager.update(UserEntity, { sub, version }, set);
      if ((await unlessTaken(updating, TAKEN)).affected !== 1) return false;
      await replaceUserTerms(manager, before, value);
      return true;
    });
  }

  /** For everybody at once, their name is free again; what may be much goes some at a time (UserRemains). */
  async delete(manager: EntityManager, before: User): Promise<boolean> {
    return this.keepingAnAdmin(manager, before, undefined, async ({ sub, version, ...user }) => {
      const { affected } = await manager.update(
        UserEntity,
        { sub, version, deletedAt: IsNull() },
        {
          ...nothingOf(),
          credentialVersion: user.credentialVersion + 1,
          version: version + 1,
          deletedAt: epochSeconds(),
        },
      );
      if (affected !== 1) return false;
      for (const { table } of FEW) {
        await manager
          .createQueryBuilder()
          .delete()
          .from(table)
          .where('user_id = :sub', { sub })
          .execute();
      }
      return true;
    });
  }

  /** Of two admins who remove each other at the same time the second one is refused. */
  private async keepingAnAdmin(
    manager: EntityManager,
    before: User,
    after: UserValue | undefined,
    write: (before: User) => Promise<boolean>,
  ): Promise<boolean> {
    const removesAdmin = isEnabledAdmin(before) && !(after && isEnabledAdmin(after));
    // The admins first: whoever holds them all waits for no single one afterwards.
    const admins = removesAdmin ? await holdAdmins(manager) : undefined;
    if (!(await write(before))) return false;
    if (admins === undefined || admins > 1) return true;
    const detail = 'This is the last admin who can still sign in.';
    throw new RefusedChange({ pointer: '', detail, kind: 'conflict' });
  }
}

/** What is kept of somebody who is deleted: nothing that says who they were, or that another may want. */
function nothingOf() {
  const nobodys = randomToken();
  return {
    ...columnsOf({ ...nobody(''), disabled: true }),
    ...{ usernameKey: nobodys, usernameSkeleton: nobodys, userHandle: nobodys },
    ...{ passwordHash: null, passwordFormat: null },
  };
}

function isEnabledAdmin(user: Pick<User, 'roles' | 'disabled'>): boolean {
  return isAdmin(user) && !user.disabled;
}

/**
 * Holds all enabled admins until the transaction ends. An UPDATE that changes nothing locks rows on MySQL
 * and means the same on SQLite, where the transaction is alone anyway; SELECT ... FOR UPDATE exists on
 * MySQL only.
 * @returns how many there are
 */
async function holdAdmins(manager: EntityManager): Promise<number> {
  const { affected } = await manager
    .createQueryBuilder()
    .update(UserEntity)
    .set({ disabled: 0 })
    .where('disabled = 0 AND roles LIKE :role', { role: `%"${ADMIN_ROLE}"%` })
    .execute();
  return affected ?? 0;
}

function columnsOf({ username, email, ...user }: UserValue) {
  return {
    username: tidy(username),
    usernameKey: loginKey(username),
    usernameSkeleton: sha256(skeletonOf(username)),
    email: email === undefined ? null : tidy(email),
    emailKey: email === undefined ? null : loginKey(email),
    emailVerified: Number(user.emailVerified),
    externalId: user.externalId ?? null,
    claims: JSON.stringify(user.claims),
    attributes: jsonUnlessEmpty(user.attributes),
    roles: JSON.stringify(user.roles),
    groupIds: formatGroups(user.groups),
    groupVersion: user.groupVersion,
    roleIds: jsonUnlessEmpty(user.roleIds),
    adminRoles: formatAdminRoles(user.adminRoles),
    disabled: Number(user.disabled),
    awaitsApproval: Number(user.awaitsApproval),
    requiredActions: actionsOf(user),
  };
}

const jsonUnlessEmpty = (value: object): string | null =>
  Object.keys(value).length === 0 ? null : JSON.stringify(value);

function actionsOf({ requireNewPassword }: Pick<UserValue, 'requireNewPassword'>): string | null {
  const actions: RequiredActions = { new_password: true };
  return requireNewPassword ? JSON.stringify(actions) : null;
}
