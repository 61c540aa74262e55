import { Config } from '#platform/config';
import type { Said } from '#platform/texts';
import type { Parameters } from '#protocol';
import type { User } from '#people/users';
import {
  type MethodContext,
  type MethodPart,
  type SignInMethod,
  SignInMethodProvider,
} from '../sign-in-method.js';
import { PasskeyCeremonies } from './passkey-ceremonies.js';
import { PasskeyEnrolment } from './passkey-enrolment.js';
import { PasskeyRequests } from './passkey-requests.js';
import { PasskeyStrategy } from './passkey.strategy.js';
import { Passkeys } from './passkeys.js';

/** A passkey by itself: possession of the key, and what opens it (WebAuthn §6.2.3). */
@SignInMethodProvider({
  name: 'passkey',
  kind: 'has',
  amr: ['user', 'swk', 'pop', 'mfa'],
  primary: true,
  phishingResistant: true,
})
export class PasskeyMethod implements SignInMethod {
  readonly strategy: PasskeyStrategy;
  readonly available: boolean;

  constructor(
    private readonly requests: PasskeyRequests,
    readonly enrolment: PasskeyEnrolment,
    readonly authenticators: Passkeys,
    ceremonies: PasskeyCeremonies,
    config: Config,
  ) {
    this.available = config.webauthnRpId !== undefined;
    this.strategy = new PasskeyStrategy((attempt) => ceremonies.signIn(attempt));
  }

  get title(): Said {
    return (t) => t.passkeys.title;
  }

  get wrong(): Said {
    return (t) => t.passkeys.wrong;
  }

  async offers(person: User | undefined): Promise<boolean> {
    if (person === undefined) return true;
    return person.secondFactor && (await this.authenticators.of(person.sub)).length > 0;
  }

  async page(context: MethodContext, typed?: Parameters): Promise<MethodPart> {
    return {
      ...(await this.requests.toSignIn(context, typed)),
      submit: (t) => t.passkeys.signIn,
    };
  }
}
