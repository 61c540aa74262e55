import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { PasswordHash } from '#platform/crypto';
import { isUniqueViolation, Transactions } from '#platform/database';
import { type Caller, Problem } from '#platform/http';
import { epochSeconds } from '#protocol';
import { AccountChanges } from '../account-changes.js';
import { passwordError } from '../credentials/password-policy.js';
import { loginPairError } from '../login-identifier.js';
import { UserEntity } from '../user.entity.js';
import { endingsOf } from '../user-endings.js';
import { toUser, type User } from '../user.js';
import { loginColumns, UserRepository } from '../user.repository.js';
import { checkPowerOver } from './admin-power.js';
import { holdUser, isEnabledAdmin } from './held-user.js';
import { type MergedUser, mergeUser, newUser } from './user-merge.js';
import type { CreateUserRequest, UpdateUserRequest } from './user.request.js';

/** What admins do with users. */
@Injectable()
export class UserAdministration {
  constructor(
    private readonly users: UserRepository,
    private readonly hash: PasswordHash,
    private readonly transactions: Transactions,
    private readonly changes: AccountChanges,
  ) {}

  /** @throws Problem 404 */
  async find(sub: string): Promise<User> {
    const user = await this.users.find(sub);
    if (user === undefined) throw Problem.notFound('user');
    return user;
  }

  /** @throws Problem 400, 403, 409 */
  async create(body: CreateUserRequest, caller: Caller): Promise<User> {
    const user = newUser(body);
    checkPowerOver(caller, user);
    checkLoginPair(user);
    const passwordHash = await this.hashOf(body.password, user);
    const created = await this.users.create({ ...user, passwordHash });
    if (created === undefined) throw taken();
    return created;
  }

  /** @throws Problem 400, 403, 404, 409 */
  async change(sub: string, body: UpdateUserRequest, caller: Caller): Promise<User> {
    if (caller.userId === sub && body.disabled === true) {
      throw Problem.conflict('Nobody can disable their own account.');
    }
    const before = await this.find(sub);
    const planned = mergeUser(before, body);
    checkPowerOver(caller, before, planned);
    // Before the transaction, which on SQLite keeps everybody else waiting.
    const passwordHash = await this.hashOf(body.password, planned);
    const changed = await this.transactions.run(async (manager) => {
      const user = await holdUser(
        manager,
        before,
        (now) => isEnabledAdmin(now) && !isEnabledAdmin(mergeUser(now, body)),
      );
      checkPowerOver(caller, user);
      const merged = mergeUser(user, body);
      checkLoginPair(merged);
      return write(manager, user, merged, passwordHash);
    });
    await this.changes.announce(sub);
    return changed;
  }

  /** @throws Problem 403, 404, 409 */
  async delete(sub: string, caller: Caller): Promise<void> {
    if (caller.userId === sub) throw Problem.conflict('Nobody can delete their own account.');
    const before = await this.find(sub);
    checkPowerOver(caller, before);
    await this.transactions.run(async (manager) => {
      checkPowerOver(caller, await holdUser(manager, before, isEnabledAdmin));
      await manager.delete(UserEntity, { sub });
    });
    await this.changes.announce(sub);
  }

  private async hashOf(
    password: string | undefined,
    user: MergedUser,
  ): Promise<string | undefined> {
    if (password === undefined) return undefined;
    const error = passwordError(password, user);
    if (error !== undefined) throw Problem.badRequest(error, { password: error });
    return this.hash.create(password);
  }
}

async function write(
  manager: EntityManager,
  before: User,
  user: MergedUser,
  passwordHash: string | undefined,
): Promise<User> {
  const columns = {
    ...loginColumns(user.username, user.email),
    emailVerified: Number(user.emailVerified),
    claims: JSON.stringify(user.claims),
    roles: JSON.stringify(user.roles),
    disabled: Number(user.disabled),
    updatedAt: epochSeconds(),
    ...endingsOf(before, user, passwordHash !== undefined),
    ...(passwordHash === undefined ? {} : { passwordHash }),
  };
  const { sub } = before;
  try {
    await manager.update(UserEntity, { sub }, columns);
  } catch (error) {
    throw isUniqueViolation(error) ? taken() : error;
  }
  return toUser(await manager.findOneByOrFail(UserEntity, { sub }));
}

function checkLoginPair({ username, email }: MergedUser): void {
  const error = loginPairError(username, email);
  if (error !== undefined) throw Problem.badRequest(error, { username: error });
}

function taken(): Problem {
  return Problem.conflict('Another user has this username or this e-mail address.');
}
