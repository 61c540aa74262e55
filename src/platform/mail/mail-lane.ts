import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { Events } from '#platform/events';
import { inLanguageOf, Looks, SYSTEM } from '#platform/http';
import { Links } from '#platform/links';
import { Lane, type LaneHandler, type Message } from '#platform/outbox';
import type { MailLink, StoredMail } from './mail.js';
import { wordsOf } from './mail-texts.js';
import { Mailer } from './mailer.js';
import { MAIL_LANE } from './mails.js';

/** Sends the mails of the outbox. Their words and their links are made here, when they are sent. */
@Injectable()
@Lane(MAIL_LANE)
export class MailLane implements LaneHandler {
  /** Servers take so many connections of one sender gladly. */
  readonly recipients = 4;

  constructor(
    private readonly mailer: Mailer,
    private readonly links: Links,
    private readonly events: Events,
    private readonly config: Config,
    private readonly looks: Looks,
  ) {}

  async deliver({ key, payload }: Message): Promise<void> {
    const mail = payload as StoredMail;
    // A newer one was asked for since, or there is a new password: nobody needs it any more.
    if (mail.link !== undefined && !(await this.links.stands(mail.link.id))) return;
    const addressOf = (link: MailLink | undefined) => link && this.links.addressOf(link, link.id);
    const { issuer } = this.config;
    const pageAt = (path: string | undefined) => path && this.config.url(path);
    const [page, other] = [pageAt(mail.page), pageAt(mail.otherPage)];
    const addresses = {
      ...{ issuer, other, undo: addressOf(mail.undo) },
      link: addressOf(mail.link) ?? page,
    };
    const look = inLanguageOf(await this.looks.now(), { person: mail.to.locale });
    const words = wordsOf(mail, addresses, look);
    await this.mailer.hand({ id: key, to: mail.to, ...words });
  }

  givenUp({ key, payload, attempts }: Message, reason: string): void {
    const { kind, userId } = payload as StoredMail;
    const facts = { mail: key, kind, attempts, reason };
    this.events.note({ type: 'mail.failed', actor: SYSTEM, userId, facts });
  }
}
