import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { ObjectLiteral, Repository, SelectQueryBuilder } from 'typeorm';
import { EntityReader, PreparedQuery } from '#platform/database';
import { loginKey } from './login-identifier.js';
import { UserEntity } from './user.entity.js';
import { PERSON, toUser, type User } from './user.js';

/** A user with the hash of their password, for the one place that checks it. */
export interface Credential {
  readonly user: User;
  readonly passwordHash: string | undefined;
}

/** Sorts behind every other character in both databases: the end of all texts with one prefix. */
const LAST = '\u{10FFFF}';

@Injectable()
export class UserRepository {
  private readonly reader;
  private readonly bySub: PreparedQuery<'sub'>;

  constructor(@InjectRepository(UserEntity) private readonly rows: Repository<UserEntity>) {
    this.reader = new EntityReader(rows, 'u', PERSON);
    this.bySub = new PreparedQuery(rows.manager.dataSource, ['sub'], ({ sub }) =>
      rows.createQueryBuilder('u').where('u.sub = :sub', { sub }),
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

  /** By username or e-mail address, in whatever spelling. */
  async findByLogin(identifier: string): Promise<User | undefined> {
    return (await this.credentialByLogin(identifier))?.user;
  }

  async credentialByLogin(identifier: string): Promise<Credential | undefined> {
    const key = loginKey(identifier);
    // At most one row: a username with @ is its owner's e-mail address (loginPairError).
    return toCredential(await this.rows.findOneBy([{ usernameKey: key }, { emailKey: key }]));
  }

  async credentialOf(sub: string): Promise<Credential | undefined> {
    return toCredential(await this.rows.findOneBy({ sub }));
  }

  /** A page in the order of `sub`; with `search`, of those whose username or e-mail begins so. */
  async list(after: string, limit: number, search = ''): Promise<User[]> {
    const query = this.rows
      .createQueryBuilder('u')
      .where('u.sub > :after', { after })
      .orderBy('u.sub')
      .limit(limit);
    const prefix = loginKey(search);
    if (prefix !== '') {
      query.andWhere(
        '((u.username_key >= :prefix AND u.username_key < :end) OR (u.email_key >= :prefix AND u.email_key < :end))',
        { prefix, end: prefix + LAST },
      );
    }
    return (await query.getMany()).map(toUser);
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
