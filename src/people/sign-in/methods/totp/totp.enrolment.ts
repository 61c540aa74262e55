import { Injectable } from '@nestjs/common';
import { renderSVG } from 'uqr';
import { type Browser, definePart } from '#platform/http';
import { textsFor } from '#platform/texts';
import { epochSeconds, type Parameters } from '#protocol';
import type { User } from '#people/users';
import { PendingEnrolments } from '../pending-enrolments.js';
import type { Enrolment, MethodPart, NewAuthenticator, Refusal } from '../sign-in-method.js';
import { TotpAuthenticators } from './totp-authenticators.js';
import { keyUri, newKey, stepOf } from './totp-code.js';

export const totpPart = definePart(import.meta.url, '_totp');
const enrolmentPart = definePart(import.meta.url, '_totp-enrolment', [totpPart]);

/** How long somebody may take to set up an app, in seconds. */
const LIFETIME = 15 * 60;

const KIND = 'totp_enrolment';

/** Sets up an app: it is shown a key, and one right code confirms it. */
@Injectable()
export class TotpEnrolment implements Enrolment {
  constructor(
    private readonly authenticators: TotpAuthenticators,
    private readonly pending: PendingEnrolments,
  ) {}

  begin(person: User, browser: Browser, typed?: Parameters): Promise<MethodPart> {
    // After a wrong code the key is the one that the app knows by now.
    const before = typed && this.pending.open<string>(KIND, person, typed);
    const pending = before ?? this.pending.begin(newKey(), LIFETIME);
    const { content: key } = pending;
    const uri = keyUri(key, browser.look.brand.productName, person.username);
    const model = {
      uri,
      key: key.replace(/(.{4})(?=.)/g, '$1 '),
      qrCode: `data:image/svg+xml,${encodeURIComponent(renderSVG(uri, { border: 2 }))}`,
      pending: this.pending.seal(KIND, person, pending),
    };
    return Promise.resolve({ part: enrolmentPart, model, submitId: 'code-submit' });
  }

  async confirm(person: User, form: Parameters): Promise<Refusal | NewAuthenticator> {
    const pending = this.pending.open<string>(KIND, person, form);
    if (pending === undefined) return { text: (t) => t.totp.tooLate };
    const { id, content: key } = pending;
    const step = stepOf(key, form.get('code') ?? '', epochSeconds());
    if (step === undefined) return { text: (t) => t.totp.wrongAtEnrolment };
    const { sub: userId } = person;
    if (await this.authenticators.isFull(userId)) return { text: (t) => t.totp.tooMany };
    return {
      id,
      store: async (manager) => {
        if (!(await this.pending.use(KIND, person, pending, manager))) return false;
        await this.authenticators.insert(
          manager,
          { id, userId, name: textsFor().totp.title },
          key,
          step,
        );
        return true;
      },
    };
  }
}
