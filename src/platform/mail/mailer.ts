import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { SendMailOptions, Transporter } from 'nodemailer';
import { Config, type Mailbox } from '#platform/config';
import { Logger } from '#platform/logging';
import { Undeliverable } from '#platform/outbox';

/** Where mail goes: to a server, into files where somebody tries Gatehouse out, nowhere. */
export type MailWay = 'smtp' | 'files' | 'off';

export interface Letter {
  readonly id: string;
  readonly to: { readonly name?: string | undefined; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Milliseconds for the name, the connection, the greeting, and any silence after it. */
const TIMEOUTS = {
  dnsTimeout: 10_000,
  connectionTimeout: 10_000,
  greetingTimeout: 30_000,
  socketTimeout: 60_000,
};

/** Hands mail over (RFC 5321). The library is loaded with the first one. */
@Injectable()
export class Mailer {
  readonly way: MailWay;
  readonly from: Mailbox;
  private transport: Promise<Transporter> | undefined;

  constructor(
    private readonly config: Config,
    private readonly logger: Logger,
  ) {
    this.way = config.smtp === undefined ? (config.local ? 'files' : 'off') : 'smtp';
    this.from = config.mailFrom ?? { address: 'gatehouse@localhost' };
  }

  /** @throws Undeliverable when the server will never take it; Error when it did not take it now */
  async hand(letter: Letter): Promise<void> {
    if (this.way === 'off') throw new Error('There is no SMTP_URL.');
    const transport = await (this.transport ??= this.load());
    const sent: unknown = await transport
      .sendMail(this.optionsOf(letter))
      .catch((error: unknown) => {
        throw refusalOf(error);
      });
    if (this.way === 'files') await this.keep(letter.id, (sent as { message: Buffer }).message);
  }

  private async load(): Promise<Transporter> {
    const { createTransport } = await import('nodemailer');
    const safe = { disableFileAccess: true, disableUrlAccess: true };
    const { smtp } = this.config;
    return smtp === undefined
      ? createTransport({ streamTransport: true, buffer: true, newline: 'windows', ...safe })
      : createTransport({ ...smtp, ...TIMEOUTS, ...safe });
  }

  /** Addresses as objects: a name is never read for a second address (attack L18). */
  private optionsOf({ id, to, subject, text, html }: Letter): SendMailOptions {
    const mailbox = ({ name = '', address }: Letter['to']) => ({ name, address });
    const { mailReplyTo, issuer } = this.config;
    return {
      from: mailbox(this.from),
      to: mailbox(to),
      ...(mailReplyTo === undefined ? {} : { replyTo: mailbox(mailReplyTo) }),
      ...{ subject, text, html },
      // One that came twice is one (RFC 5322 §3.6.4).
      messageId: `<${id}@${new URL(issuer).hostname}>`,
      // RFC 3834 §5: no program answers it.
      headers: { 'auto-submitted': 'auto-generated', 'x-auto-response-suppress': 'All' },
    };
  }

  private async keep(id: string, message: Buffer): Promise<void> {
    const folder = join(this.config.dataDir, 'mail');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, `${id}.eml`);
    await writeFile(path, message, { mode: 0o600 });
    this.logger.write('info', `a mail was written to ${path}: there is no SMTP_URL`);
  }
}

interface SmtpError extends Error {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
}

/** A permanent refusal (RFC 5321 §4.2.1) of this message; what concerns all of them can be put right meanwhile. */
function refusalOf(error: unknown): Error {
  const { command = '', responseCode = 0, message } = error as SmtpError;
  const ofMessage = /^(RCPT TO|DATA)/.test(command);
  return ofMessage && responseCode >= 500 ? new Undeliverable(message) : (error as Error);
}
