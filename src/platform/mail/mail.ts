import type { LinkKind } from '#platform/links';
import type { Texts } from '#platform/texts';

/** What a mail says: one of those in the catalogue of texts. */
export type MailKind = keyof Texts['mails']['kinds'];

/** A link in a mail. Its address is made when the mail is sent, and stored nowhere (attack I18). */
export interface MailLink extends Pick<LinkKind, 'purpose' | 'path'> {
  readonly id: string;
}

export interface NewMail {
  readonly kind: MailKind;
  readonly to: {
    readonly name?: string | undefined;
    readonly address: string;
    /** The language that they read (BCP 47). */
    readonly locale?: string | undefined;
  };
  /** Who is told one thing at a time, where it is somebody who has an account. */
  readonly userId?: string | undefined;
  /** What the button of the mail does. Once that cannot be done any more, nobody needs the mail. */
  readonly link?: MailLink | undefined;
  /** The path of the page that the button leads to, where it does nothing by itself. */
  readonly page?: string | undefined;
  /** The path of another page that helps, where the first one does not. */
  readonly otherPage?: string | undefined;
  /** What to do about something that somebody else did. */
  readonly undo?: MailLink | undefined;
  /** What goes into the places of its text. */
  readonly values?: Readonly<Record<string, string | number>>;
  /** Seconds for which delivery is tried. */
  readonly lifetime: number;
}

/** As it stands in the outbox. */
export interface StoredMail extends Omit<NewMail, 'lifetime'> {
  /** Seconds since the epoch. */
  readonly at: number;
}
