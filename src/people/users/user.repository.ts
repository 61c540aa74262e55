import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import {
  In,
  IsNull,
  Not,
  type ObjectLiteral,
  type Repository,
  type SelectQueryBuilder,
} from 'typeorm';
import { sha256 } from '#platform/crypto';
import { EntityReader, PreparedQuery } from '#platform/database';
import { type ListOf, type ListRequest, Lists, type Page } from '#platform/lists';
import { loginKey, skeletonOf } from './login-identifier.js';
import { UserEntity } from './user.entity.js';
import { isAdmin } from './admin-roles.js';
import { type Reach } from '#platform/http';
import { type UserFilter, whereUser } from './search/user-terms.js';
import { PERSON, toUser, type User } from './user.js';
import { whereReached } from './reached-people.js';

/** Somebody who is deleted may have a row for a while. */
const THERE = { deletedAt: IsNull() };

/** A user with the hash of their password, for the one place that checks it. */
export interface Credential {
  readonly user: User;
  readonly passwordHash: string | undefined;
}

export interface UserListRequest extends ListRequest, Omit<UserFilter, 'q'> {}

const LIST: ListOf<UserEntity> = {
  name: 'users',
  id: 'sub',
  sorts: { sub: 'sub', username: 'usernameKey', created_at: 'createdAt' },
};

/** People of a time are told in its order, so that an index tells both. */
function orderFor({ created_from, created_to, ...more }: UserListRequest): Partial<typeof LIST> {
  const { last_sign_in_from, last_sign_in_to } = more;
  if ((created_from ?? created_to) !== undefined) return { usual: 'created_at' };
  if ((last_sign_in_from ?? last_sign_in_to) === undefined) return {};
  return { sorts: { ...LIST.sorts, last_sign_in_at: 'lastSignInAt' }, usual: 'last_sign_in_at' };
}

@Injectable()
export class UserRepository {
  private readonly reader;
  private readonly bySub: PreparedQuery<'sub'>;

  constructor(
    @InjectRepository(UserEntity) private readonly rows: Repository<UserEntity>,
    private readonly lists: Lists,
  ) {
    this.reader = new EntityReader(rows, 'u', PERSON);
    this.bySub = new PreparedQuery(rows.manager.dataSource, ['sub'], ({ sub }) =>
      rows.createQueryBuilder('u').where('u.sub = :sub AND u.deleted_at IS NULL', { sub }),
    );
  }

  /** Disabled users are found too. */
  async find(sub: string): Promise<User | undefined> {
    const [row] = await this.bySub.rows({ sub });
    return row === undefined ? undefined : this.readPerson(row);
  }

  /** Adds to a query that joins the users as `u` what {@link readPerson} reads. */
  selectPerson<T extends ObjectLiteral>(query: SelectQueryBuilder<T>): SelectQueryBuilder<T> {
    return this.reader.select(query);
  }

  readPerson(row: Readonly<Record<string, unknown>>): User {
    return toUser(this.reader.read(row));
  }

  /** By what authenticators know them by (WebAuthn, `user.id`). */
  async findByHandle(userHandle: string): Promise<User | undefined> {
    const row = await this.rows.findOneBy({ userHandle, ...THERE });
    return row === null ? undefined : toUser(row);
  }

  /** What authenticators know somebody by: 43 characters of base64url. */
  async handleOf(sub: string): Promise<string> {
    const { userHandle } = await this.rows.findOneByOrFail({ sub });
    return userHandle;
  }

  /** By username or e-mail address, in whatever spelling. */
  async findByLogin(identifier: string): Promise<User | undefined> {
    return (await this.credentialByLogin(identifier))?.user;
  }

  async credentialByLogin(identifier: string): Promise<Credential | undefined> {
    const key = loginKey(identifier);
    // At most one row: a username with @ is its owner's e-mail address (loginPairError).
    const found = [
      { usernameKey: key, ...THERE },
      { emailKey: key, ...THERE },
    ];
    return toCredential(await this.rows.findOneBy(found));
  }

  async credentialOf(sub: string): Promise<Credential | undefined> {
    return toCredential(await this.rows.findOneBy({ sub, ...THERE }));
  }

  /** Takes the place of a hash that another system made; nothing ends, since it is the same password. */
  async replaceHash(sub: string, before: string, passwordHash: string): Promise<void> {
    const set = { passwordHash, passwordFormat: null };
    await this.rows.update({ sub, passwordHash: before }, set);
  }

  /** Whether there are passwords still that another system hashed. */
  async hasForeignHashes(): Promise<boolean> {
    return this.rows.existsBy({ passwordFormat: Not(IsNull()), ...THERE });
  }

  /** @param among only these */
  list(
    request: UserListRequest,
    reach: Reach | undefined,
    among?: readonly string[],
  ): Promise<Page<User>> {
    const query = this.rows.createQueryBuilder('u').where('u.deleted_at IS NULL');
    whereUser(query, request);
    if (among !== undefined) query.andWhere({ sub: In(among) });
    whereReached(query, 'u.sub', reach);
    return this.lists.page({ ...LIST, ...orderFor(request) }, request, query, toUser);
  }

  /** How many wait for an admin. */
  async waiting(): Promise<number> {
    return this.rows.countBy({ awaitsApproval: 1 });
  }

  /** Who can sign in and administer. */
  async enabledAdmins(): Promise<User[]> {
    const rows = await this.rows.findBy({ disabled: 0, ...THERE });
    return rows.map(toUser).filter(isAdmin);
  }

  /** Whether somebody has one of the names, of which nobody may have the same. */
  async isTaken(who: UniqueNames): Promise<boolean> {
    const names = Object.entries(namesOf(who)).filter(([, name]) => name !== undefined);
    return this.rows.existsBy(names.map(([column, name]) => ({ [column]: name })));
  }

  /** The same for people who are not stored yet: two who share one of these cannot both be. */
  uniqueKeys(who: UniqueNames): string[] {
    return Object.entries(namesOf(who)).flatMap(([column, name]) =>
      name === undefined ? [] : [`${column} ${name}`],
    );
  }

  async isEmpty(): Promise<boolean> {
    return !(await this.rows.exists());
  }
}

interface UniqueNames {
  readonly sub: string;
  readonly username: string;
  readonly email: string | undefined;
  readonly externalId: string | undefined;
}

function namesOf({ sub, username, email, externalId }: UniqueNames) {
  return {
    ...{ sub, usernameKey: loginKey(username) },
    usernameSkeleton: sha256(skeletonOf(username)),
    emailKey: email === undefined ? undefined : loginKey(email),
    externalId,
  };
}

function toCredential(row: UserEntity | null): Credential | undefined {
  return row === null
    ? undefined
    : { user: toUser(row), passwordHash: row.passwordHash ?? undefined };
}
