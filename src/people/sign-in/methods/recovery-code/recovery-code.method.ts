import { definePart } from '#platform/http';
import type { Said } from '#platform/texts';
import type { User } from '#people/users';
import { type MethodPart, type SignInMethod, SignInMethodProvider } from '../sign-in-method.js';
import { RecoveryCodeEnrolment } from './recovery-code.enrolment.js';
import { RecoveryCodeStrategy } from './recovery-code.strategy.js';
import { RecoveryCodes } from './recovery-codes.js';

const part = definePart(import.meta.url, '_recovery-code');

/** Codes on paper, for when the second factor is lost (look-up secrets, NIST SP 800-63B §3.1.2). */
@SignInMethodProvider({
  name: 'recovery-code',
  kind: 'has',
  amr: ['otp'],
  primary: false,
  phishingResistant: false,
})
export class RecoveryCodeMethod implements SignInMethod {
  readonly recovers = true;

  constructor(
    readonly strategy: RecoveryCodeStrategy,
    readonly enrolment: RecoveryCodeEnrolment,
    readonly authenticators: RecoveryCodes,
  ) {}

  get title(): Said {
    return (t) => t.recoveryCode.title;
  }

  get wrong(): Said {
    return (t) => t.recoveryCode.wrong;
  }

  async offers(person: User | undefined): Promise<boolean> {
    return person !== undefined && (await this.authenticators.anyLeft(person.sub));
  }

  page(): MethodPart {
    return { part, submitId: 'code-submit' };
  }
}
