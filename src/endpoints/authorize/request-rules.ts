import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { AuthenticationContexts } from '#registry/authentication';
import { RegistrableValues } from '#registry/clients';
import { SignUpTerms } from '#people/users';
import { PROMPT_VALUES, type PromptValue } from './authorization-request.js';

/** What the installation wants of every authorization request. */
@Injectable()
export class RequestRules {
  /** Whether every client has to use PKCE. */
  readonly pkceForAll: boolean;
  /** The authentication contexts that a sign-in can reach. */
  readonly acrValues: ReadonlySet<string>;

  constructor(
    { requirePkce }: Config,
    { acrValues }: RegistrableValues,
    private readonly contexts: AuthenticationContexts,
    private readonly signUp: SignUpTerms,
  ) {
    this.pkceForAll = requirePkce === 'all';
    this.acrValues = acrValues;
  }

  /** What a client can have people asked. */
  async promptValues(): Promise<readonly PromptValue[]> {
    const create = await this.signUp.offered();
    return PROMPT_VALUES.filter((value) => value !== 'create' || create);
  }

  /** Whether one of these contexts can be reached, by whatever name. */
  async isReachable(names: readonly string[]): Promise<boolean> {
    const contexts = await this.contexts.resolve(names);
    return contexts.some((acr) => this.acrValues.has(acr));
  }
}
