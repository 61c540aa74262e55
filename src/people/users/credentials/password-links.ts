import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Author } from '#platform/changes';
import { Events } from '#platform/events';
import { Problem } from '#platform/http';
import { type Link, type LinkKind, Links } from '#platform/links';
import { epochSeconds } from '#protocol';
import { loginKey } from '../login-identifier.js';
import type { User } from '../user.js';
import { UserRepository } from '../user.repository.js';
import { PasswordChange, type PasswordChangeOutcome } from './password-change.js';

/** The operator asked for it, with the command reset-admin. */
export const RESET = {
  ...{ purpose: 'reset', path: '/recover/password', lifetime: 15 * 60 },
} as const satisfies LinkKind;

/** Somebody has forgotten theirs. */
export const RECOVERY = {
  ...{ purpose: 'recovery', path: '/recover/password', lifetime: 3600 },
} as const satisfies LinkKind;

/** An admin has made an account for them. */
export const INVITATION = {
  ...{ purpose: 'invitation', path: '/invitation', lifetime: 7 * 24 * 3600 },
} as const satisfies LinkKind;

/** A link that is not over, and who is meant. */
export interface HeldLink {
  readonly link: Link;
  readonly user: User;
}

/**
 * Links with which somebody sets a new password without the old one. One is worth nothing once a password was
 * set, with it or otherwise, or the person has another address than it was sent to (attack I18).
 */
@Injectable()
export class PasswordLinks {
  constructor(
    private readonly links: Links,
    private readonly users: UserRepository,
    private readonly passwords: PasswordChange,
    private readonly events: Events,
  ) {}

  /**
   * @param email that it is sent to
   * @returns its id
   */
  async make(
    manager: EntityManager,
    kind: LinkKind,
    user: User,
    { actor, origin }: Pick<Author, 'actor' | 'origin'>,
    email?: string,
  ): Promise<string> {
    const { sub: userId, credentialVersion } = user;
    const facts = { purpose: kind.purpose, expires_at: epochSeconds() + kind.lifetime };
    await this.events.record(manager, {
      ...{ type: 'password_link.created', actor, origin, userId, facts },
    });
    return this.links.make(manager, { kind, about: userId, userId, email, credentialVersion });
  }

  /** Undefined for a link that is over, of another kind, or none of ours. */
  async find(kinds: readonly LinkKind[], text: string): Promise<HeldLink | undefined> {
    for (const kind of kinds) {
      const link = await this.links.find(kind, text);
      const user = await this.users.find(link?.userId ?? '');
      if (link === undefined || user === undefined || user.disabled) continue;
      if (user.credentialVersion === link.credentialVersion && isFor(link, user)) {
        return { link, user };
      }
    }
    return undefined;
  }

  /**
   * Sets the password, and uses the link up with it. Whoever could read the mail has proven the address.
   * @param alongside what else comes of it, in the same transaction
   */
  async use(
    { link, user }: HeldLink,
    password: string,
    author: Author,
    alongside?: (manager: EntityManager) => Promise<void>,
  ): Promise<PasswordChangeOutcome> {
    const proven = link.email !== undefined;
    return this.passwords.change(user, password, author, {
      ...(proven ? { verifies: link.email } : {}),
      alongside: async (manager, stored) => {
        const used = isFor(link, stored) && (await this.links.use(manager, link));
        if (!used) throw new Problem('conflict', 'The link is over.');
        await alongside?.(manager);
      },
    });
  }
}

/** Whether the address that the link was sent to is theirs. */
function isFor({ email }: Link, user: User): boolean {
  return (
    email === undefined || (user.email !== undefined && loginKey(user.email) === loginKey(email))
  );
}
