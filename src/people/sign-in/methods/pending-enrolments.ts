import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { randomId, SecretBox } from '#platform/crypto';
import { UsedValues } from '#platform/replay';
import { epochSeconds, type Parameters } from '#protocol';
import type { User } from '#people/users';

type Kind = 'recovery_codes' | 'totp_enrolment';

/** What somebody is shown to set up, and has not confirmed. */
export interface Pending<Content> {
  readonly id: string;
  readonly content: Content;
  readonly expiresAt: number;
}

/** What nobody has confirmed yet is no row: it stands in the form, sealed for one person. */
@Injectable()
export class PendingEnrolments {
  constructor(
    private readonly box: SecretBox,
    private readonly used: UsedValues,
  ) {}

  /** @param lifetime how long the page may be open, in seconds */
  begin<Content>(content: Content, lifetime: number): Pending<Content> {
    return { id: randomId(), content, expiresAt: epochSeconds() + lifetime };
  }

  /** What the form posts as `pending`. */
  seal(kind: Kind, person: User, pending: Pending<unknown>): string {
    return this.box.seal(JSON.stringify(pending), placeOf(kind, person));
  }

  /** What stands in a form; undefined when it is none of ours for this person, or too old. */
  open<Content>(kind: Kind, person: User, form: Parameters): Pending<Content> | undefined {
    try {
      const opened = this.box.open(form.get('pending') ?? '', placeOf(kind, person));
      const pending = JSON.parse(opened) as Pending<Content>;
      return pending.expiresAt > epochSeconds() ? pending : undefined;
    } catch {
      return undefined;
    }
  }

  /** False for a form that is sent again: it sets nothing up again, also after what it set up was removed. */
  use(
    kind: Kind,
    { sub }: User,
    { id, expiresAt }: Pending<unknown>,
    manager: EntityManager,
  ): Promise<boolean> {
    return this.used.use(kind, sub, id, expiresAt, manager);
  }
}

const placeOf = (kind: Kind, { sub, credentialVersion }: User): string =>
  `pending ${kind} of ${sub} ${String(credentialVersion)}`;
