import type { Said } from '#platform/texts';
import type { User } from '#people/users';
import { type MethodPart, type SignInMethod, SignInMethodProvider } from '../sign-in-method.js';
import { TotpAuthenticators } from './totp-authenticators.js';
import { TotpEnrolment, totpPart } from './totp.enrolment.js';
import { TotpStrategy } from './totp.strategy.js';

/** The codes of an app, as RFC 6238 has them. */
@SignInMethodProvider({
  name: 'totp',
  kind: 'has',
  amr: ['otp'],
  primary: false,
  phishingResistant: false,
})
export class TotpMethod implements SignInMethod {
  constructor(
    readonly strategy: TotpStrategy,
    readonly enrolment: TotpEnrolment,
    readonly authenticators: TotpAuthenticators,
  ) {}

  get title(): Said {
    return (t) => t.totp.title;
  }

  get wrong(): Said {
    return (t) => t.totp.wrong;
  }

  async offers(person: User | undefined): Promise<boolean> {
    return person !== undefined && (await this.authenticators.list(person.sub)).length > 0;
  }

  page(): MethodPart {
    return { part: totpPart, submitId: 'code-submit' };
  }
}
