import { definePart } from '#platform/http';
import type { Said } from '#platform/texts';
import type { Parameters } from '#protocol';
import type { User } from '#people/users';
import {
  type MethodContext,
  type MethodPart,
  type SignInMethod,
  SignInMethodProvider,
} from '../sign-in-method.js';
import { PasswordStrategy } from './password.strategy.js';

const part = definePart(import.meta.url, '_password');

/** A username, or an e-mail address, and a password. */
@SignInMethodProvider({
  name: 'password',
  kind: 'knows',
  amr: ['pwd'],
  primary: true,
  phishingResistant: false,
})
export class PasswordMethod implements SignInMethod {
  readonly path = 'login';
  /** Whoever checks a password does, by whatever grant or page it came. */
  readonly recordsItself = true;

  constructor(readonly strategy: PasswordStrategy) {}

  /** The same for an unknown name, a wrong password and too many of them (attacks I01, I07). */
  get wrong(): Said {
    return (t) => t.signIn.wrong;
  }

  offers(): boolean {
    return true;
  }

  page({ interaction, person }: MethodContext, typed?: Parameters): MethodPart {
    const hint = interaction.identifier || interaction.parameters.get('login_hint');
    const username = typed === undefined ? (hint ?? nameOf(person)) : typed.get('username');
    return { part, model: { username: username ?? '' } };
  }
}

const nameOf = (person: User | undefined): string | undefined => person?.username;
