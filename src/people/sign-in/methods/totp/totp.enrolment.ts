import { Injectable } from '@nestjs/common';
import { renderSVG } from 'uqr';
import { randomId, SecretBox } from '#platform/crypto';
import { type Browser, definePart } from '#platform/http';
import { UsedValues } from '#platform/replay';
import { textsFor } from '#platform/texts';
import { epochSeconds, type Parameters } from '#protocol';
import type { User } from '#people/users';
import type { Enrolment, MethodPart, NewAuthenticator, Refusal } from '../sign-in-method.js';
import { TotpAuthenticators } from './totp-authenticators.js';
import { keyUri, newKey, stepOf } from './totp-code.js';

export const totpPart = definePart(import.meta.url, '_totp');
const enrolmentPart = definePart(import.meta.url, '_totp-enrolment', [totpPart]);

/** How long somebody may take to set up an app, in seconds. */
const LIFETIME = 15 * 60;

/** A key that nobody has confirmed yet. It is no row: it stands in the form, sealed for one person. */
interface Pending {
  readonly id: string;
  readonly key: string;
  readonly expiresAt: number;
}

/** Sets up an app: it is shown a key, and one right code confirms it. */
@Injectable()
export class TotpEnrolment implements Enrolment {
  constructor(
    private readonly authenticators: TotpAuthenticators,
    private readonly box: SecretBox,
    private readonly used: UsedValues,
  ) {}

  begin(person: User, _browser: Browser, typed?: Parameters): Promise<MethodPart> {
    // After a wrong code the key is the one that the app knows by now.
    const before = typed && this.open(person, typed);
    const expiresAt = epochSeconds() + LIFETIME;
    const pending = before ?? { id: randomId(), key: newKey(), expiresAt };
    const uri = keyUri(pending.key, textsFor().layout.productName, person.username);
    const model = {
      uri,
      key: pending.key.replace(/(.{4})(?=.)/g, '$1 '),
      qrCode: `data:image/svg+xml,${encodeURIComponent(renderSVG(uri, { border: 2 }))}`,
      pending: this.box.seal(JSON.stringify(pending), placeOf(person)),
    };
    return Promise.resolve({ part: enrolmentPart, model, submitId: 'code-submit' });
  }

  async confirm(person: User, form: Parameters): Promise<Refusal | NewAuthenticator> {
    const texts = textsFor().totp;
    const pending = this.open(person, form);
    if (pending === undefined) return { text: texts.tooLate };
    const { id, key, expiresAt } = pending;
    const step = stepOf(key, form.get('code') ?? '', epochSeconds());
    if (step === undefined) return { text: texts.wrongAtEnrolment };
    const { sub: userId } = person;
    if (await this.authenticators.isFull(userId)) return { text: texts.tooMany };
    return {
      id,
      store: async (manager) => {
        // A form that is sent again sets nothing up again, also after what it set up was removed.
        if (!(await this.used.use('totp_enrolment', userId, id, expiresAt, manager))) return false;
        await this.authenticators.insert(manager, { id, userId, name: texts.title }, key, step);
        return true;
      },
    };
  }

  /** The key in a form; undefined when it is none of ours for this person, or too old. */
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
  `pending key of an app of ${sub} ${String(credentialVersion)}`;
