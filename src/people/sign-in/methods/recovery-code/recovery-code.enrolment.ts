import { Injectable } from '@nestjs/common';
import { randomId, SecretBox } from '#platform/crypto';
import { definePart } from '#platform/http';
import { UsedValues } from '#platform/replay';
import { textsFor } from '#platform/texts';
import { epochSeconds, type Parameters } from '#protocol';
import type { User } from '#people/users';
import type { Enrolment, MethodPart, NewAuthenticator, Refusal } from '../sign-in-method.js';
import { newCodes, RecoveryCodes } from './recovery-codes.js';

const part = definePart(import.meta.url, '_recovery-codes');

/** How long the page may be open, in seconds. */
const LIFETIME = 30 * 60;

/** Codes that are shown and not kept yet. They are no rows: they stand in the form, sealed for one person. */
interface Pending {
  readonly id: string;
  readonly codes: readonly string[];
  readonly expiresAt: number;
}

/** Shows a new set, once. They are good, and those of before are not, when the person says that they kept them. */
@Injectable()
export class RecoveryCodeEnrolment implements Enrolment {
  constructor(
    private readonly codes: RecoveryCodes,
    private readonly box: SecretBox,
    private readonly used: UsedValues,
  ) {}

  begin(person: User): Promise<MethodPart> {
    const codes = newCodes();
    const pending: Pending = { id: randomId(), codes, expiresAt: epochSeconds() + LIFETIME };
    const texts = textsFor().recoveryCode;
    const file = [texts.fileTitle, person.username, '', ...codes, ''].join('\r\n');
    const model = {
      codes,
      download: `data:text/plain;charset=utf-8,${encodeURIComponent(file)}`,
      pending: this.box.seal(JSON.stringify(pending), placeOf(person)),
    };
    return Promise.resolve({ part, model, submit: texts.kept, submitId: 'codes-kept' });
  }

  async confirm(person: User, form: Parameters): Promise<Refusal | NewAuthenticator> {
    const pending = this.open(person, form);
    if (pending === undefined) return { text: textsFor().recoveryCode.tooLate };
    const { id, codes, expiresAt } = pending;
    const { sub: userId } = person;
    const hashes = await this.codes.hashesOf(codes);
    return {
      id,
      store: async (manager) => {
        if (!(await this.used.use('recovery_codes', userId, id, expiresAt, manager))) return false;
        await this.codes.replace(manager, userId, hashes);
        return true;
      },
    };
  }

  /** The codes in a form; undefined when it is none of ours for this person, or too old. */
  private open(person: User, form: Parameters): Pending | undefined {
    try {
      const sealed = form.get('pending') ?? '';
      const pending = JSON.parse(this.box.open(sealed, placeOf(person))) as Pending;
      return pending.expiresAt > epochSeconds() ? pending : undefined;
    } catch {
      return undefined;
    }
  }
}

const placeOf = ({ sub, credentialVersion }: User): string =>
  `new recovery codes of ${sub} ${String(credentialVersion)}`;
