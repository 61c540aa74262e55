import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Config } from '#platform/config';
import { randomId, sha256 } from '#platform/crypto';
import { Looks } from '#platform/http';
import { Logger } from '#platform/logging';
import { Outbox } from '#platform/outbox';
import { epochSeconds } from '#protocol';
import type { NewMail, StoredMail } from './mail.js';
import { wordsOf } from './mail-texts.js';
import { Mailer, type MailWay } from './mailer.js';

export const MAIL_LANE = 'mail';

/** Mail to people: written in the transaction of what it tells of, sent afterwards. No answer waits for it. */
@Injectable()
export class Mails implements OnApplicationBootstrap {
  constructor(
    private readonly mailer: Mailer,
    private readonly outbox: Outbox,
    private readonly config: Config,
    private readonly logger: Logger,
    private readonly looks: Looks,
  ) {}

  onApplicationBootstrap(): void {
    if (this.way !== 'off') return;
    this.logger.write(
      'info',
      'Nobody is mailed: invitations, forgotten passwords and notices are off.',
      {
        reason: 'Set SMTP_URL and MAIL_FROM.',
      },
    );
  }

  get way(): MailWay {
    return this.mailer.way;
  }

  /** Whether what needs mail is offered. */
  get on(): boolean {
    return this.way !== 'off';
  }

  get from(): string {
    return this.mailer.from.address;
  }

  /** @returns nothing is sent where mail is off */
  async send(manager: EntityManager, { lifetime, ...mail }: NewMail): Promise<void> {
    if (!this.on) return;
    const payload: StoredMail = { ...mail, at: epochSeconds() };
    const recipient = mail.userId ?? sha256(mail.to.address);
    await this.outbox.add(manager, MAIL_LANE, [{ key: randomId(), recipient, payload }], lifetime);
  }

  /** Sends one now and waits for it, to see what comes of it. @throws Error why it was not taken */
  async test(to: { name?: string | undefined; address: string }): Promise<void> {
    const words = wordsOf(
      { kind: 'test', to },
      { issuer: this.config.issuer },
      await this.looks.now(),
    );
    await this.mailer.hand({ id: randomId(), to, ...words });
  }
}
