import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, type ObjectLiteral, type Repository, type SelectQueryBuilder } from 'typeorm';
import { EntityReader, PreparedQuery } from '#platform/database';
import { type ListOf, type ListRequest, Lists, type Page, whereBeginning } from '#platform/lists';
import { loginKey } from './login-identifier.js';
import { UserEntity } from './user.entity.js';
import { isAdmin, PERSON, toUser, type User } from './user.js';

/** Somebody who is deleted may have a row for a while. */
const THERE = { deletedAt: IsNull() };

/** A user with the hash of their password, for the one place that checks it. */
export interface Credential {
  readonly user: User;
  readonly passwordHash: string | undefined;
}

const LIST: ListOf<UserEntity> = {
  name: 'users',
  id: 'sub',
  sorts: { sub: 'sub', username: 'usernameKey' },
};

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

  list(request: ListRequest): Promise<Page<User>> {
    const query = this.rows.createQueryBuilder('u').where('u.deleted_at IS NULL');
    whereBeginning(query, ['usernameKey', 'emailKey'], loginKey(request.q ?? ''));
    return this.lists.page(LIST, request, query, toUser);
  }

  /** Who can sign in and administer. */
  async enabledAdmins(): Promise<User[]> {
    const rows = await this.rows.findBy({ disabled: 0, ...THERE });
    return rows.map(toUser).filter(isAdmin);
  }

  async isEmpty(): Promise<boolean> {
    return !(await this.rows.exists());
  }
}

function toCredential(row: UserEntity | null): Credential | undefined {
  return row === null
    ? undefined
    : { user: toUser(row), passwordHash: row.passwordHash ?? undefined };
}
