import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ITSELF } from '#platform/changes';
import { Config } from '#platform/config';
import { equalInConstantTime } from '#platform/crypto';
import { Transactions } from '#platform/database';
import { Events } from '#platform/events';
import { epochSeconds } from '#protocol';
import type { User } from '../user.js';
import { UserRepository } from '../user.repository.js';

/** How long a link is good, in seconds. */
export const PASSWORD_LINK_LIFETIME = 15 * 60;

const FORMAT = /^([\w-]{2,400})\.(\d{10})\.([\w-]{43})$/;

/**
 * Links with which somebody sets a new password without the old one: a MAC over the account, the time and
 * the version of the password, so that a link is worth nothing once a password was set, with it or otherwise.
 */
@Injectable()
export class PasswordLinks {
  private readonly keys: readonly Buffer[];

  constructor(
    private readonly config: Config,
    private readonly users: UserRepository,
    private readonly events: Events,
    private readonly transactions: Transactions,
  ) {
    this.keys = config.deriveKeys('password links');
  }

  /** Makes a link, which the operator asked for. @returns its address */
  async make(user: User): Promise<string> {
    const { sub: userId } = user;
    const expiresAt = epochSeconds() + PASSWORD_LINK_LIFETIME;
    await this.transactions.run((manager) =>
      this.events.record(manager, {
        ...{ type: 'password_link.created', actor: ITSELF.actor, userId },
        facts: { expires_at: expiresAt },
      }),
    );
    const link = [
      Buffer.from(userId).toString('base64url'),
      String(expiresAt),
      macOf(this.keys[0] as Buffer, user, expiresAt),
    ].join('.');
    return this.config.url(`/recover/password?link=${link}`);
  }

  /** Whose password can be set with this; undefined for a link that is over, or none of ours. */
  async userOf(link: string): Promise<User | undefined> {
    const [, name = '', time = '', mac = ''] = FORMAT.exec(link) ?? [];
    const expiresAt = Number(time);
    if (expiresAt <= epochSeconds()) return undefined;
    const user = await this.users.find(Buffer.from(name, 'base64url').toString());
    if (user === undefined || user.disabled) return undefined;
    const good = this.keys.some((key) => equalInConstantTime(macOf(key, user, expiresAt), mac));
    return good ? user : undefined;
  }
}

function macOf(key: Buffer, { sub, credentialVersion }: User, expiresAt: number): string {
  const input = JSON.stringify([sub, credentialVersion, expiresAt]);
  return createHmac('sha256', key).update(input).digest('base64url');
}
