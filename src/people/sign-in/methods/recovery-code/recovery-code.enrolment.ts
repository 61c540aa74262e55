import { Injectable } from '@nestjs/common';
import { type Browser, definePart } from '#platform/http';
import type { Parameters } from '#protocol';
import type { User } from '#people/users';
import { PendingEnrolments } from '../pending-enrolments.js';
import type { Enrolment, MethodPart, NewAuthenticator, Refusal } from '../sign-in-method.js';
import { newCodes, RecoveryCodes } from './recovery-codes.js';

const part = definePart(import.meta.url, '_recovery-codes');

/** How long the page may be open, in seconds. */
const LIFETIME = 30 * 60;

const KIND = 'recovery_codes';

/** Shows a new set, once. They are good, and those of before are not, when the person says that they kept them. */
@Injectable()
export class RecoveryCodeEnrolment implements Enrolment {
  constructor(
    private readonly codes: RecoveryCodes,
    private readonly pending: PendingEnrolments,
  ) {}

  begin(person: User, browser: Browser): Promise<MethodPart> {
    const codes = newCodes();
    const pending = this.pending.begin(codes, LIFETIME);
    const texts = browser.look.texts.recoveryCode;
    const file = [texts.fileTitle, person.username, '', ...codes, ''].join('\r\n');
    const model = {
      codes,
      download: `data:text/plain;charset=utf-8,${encodeURIComponent(file)}`,
      pending: this.pending.seal(KIND, person, pending),
    };
    return Promise.resolve({ part, model, submit: texts.kept, submitId: 'codes-kept' });
  }

  async confirm(person: User, form: Parameters): Promise<Refusal | NewAuthenticator> {
    const pending = this.pending.open<readonly string[]>(KIND, person, form);
    if (pending === undefined) return { text: (t) => t.recoveryCode.tooLate };
    const { id, content: codes } = pending;
    const { sub: userId } = person;
    const hashes = await this.codes.hashesOf(codes);
    return {
      id,
      store: async (manager) => {
        if (!(await this.pending.use(KIND, person, pending, manager))) return false;
        await this.codes.replace(manager, userId, hashes);
        return true;
      },
    };
  }
}
