import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Author } from '#platform/changes';
import type { LinkKind } from '#platform/links';
import { type MailKind, Mails } from '#platform/mail';
import type { User } from '../user.js';
import { INVITATION, PasswordLinks, RECOVERY } from './password-links.js';

/** Mails links to a new password. Nothing is sent to who has no address. */
@Injectable()
export class PasswordMails {
  constructor(
    private readonly links: PasswordLinks,
    private readonly mails: Mails,
  ) {}

  recover(manager: EntityManager, user: User, author: Pick<Author, 'actor' | 'origin'>) {
    return this.send(manager, 'recovery', RECOVERY, user, author);
  }

  invite(manager: EntityManager, user: User, author: Pick<Author, 'actor' | 'origin'>) {
    return this.send(manager, 'invitation', INVITATION, user, author);
  }

  private async send(
    manager: EntityManager,
    mail: MailKind,
    kind: LinkKind,
    user: User,
    author: Pick<Author, 'actor' | 'origin'>,
  ): Promise<void> {
    const { sub: userId, email, username, claims } = user;
    if (email === undefined) return;
    const id = await this.links.make(manager, kind, user, author, email);
    await this.mails.send(manager, {
      ...{ kind: mail, userId, to: { name: claims.name, address: email, locale: claims.locale } },
      ...{ link: { ...kind, id }, values: { username }, lifetime: kind.lifetime },
    });
  }
}
