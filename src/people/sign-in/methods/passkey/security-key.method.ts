import { Config } from '#platform/config';
import type { Said } from '#platform/texts';
import type { User } from '#people/users';
import {
  type MethodContext,
  type MethodPart,
  type SignInMethod,
  SignInMethodProvider,
} from '../sign-in-method.js';
import { PasskeyCeremonies } from './passkey-ceremonies.js';
import { PasskeyRequests } from './passkey-requests.js';
import { PasskeyStrategy } from './passkey.strategy.js';
import { Passkeys } from './passkeys.js';

/** The same passkeys beside a password, where possession alone is what is added. */
@SignInMethodProvider({
  name: 'security-key',
  kind: 'has',
  amr: ['swk', 'pop'],
  primary: false,
  phishingResistant: true,
})
export class SecurityKeyMethod implements SignInMethod {
  readonly strategy: PasskeyStrategy;
  readonly available: boolean;

  constructor(
    private readonly requests: PasskeyRequests,
    private readonly passkeys: Passkeys,
    ceremonies: PasskeyCeremonies,
    config: Config,
  ) {
    this.available = config.webauthnRpId !== undefined;
    this.strategy = new PasskeyStrategy((attempt) => {
      if (attempt.person === undefined) throw new Error('nobody is known');
      return ceremonies.secondFactor(attempt, attempt.person);
    });
  }

  get wrong(): Said {
    return (t) => t.passkeys.wrong;
  }

  async offers(person: User | undefined): Promise<boolean> {
    if (!person?.secondFactor) return false;
    return (await this.passkeys.of(person.sub)).length > 0;
  }

  async page(context: MethodContext): Promise<MethodPart> {
    if (context.person === undefined) throw new Error('nobody is known');
    const asked = await this.requests.toProve(context, context.person);
    return { ...asked, submit: (t) => t.passkeys.use };
  }
}
