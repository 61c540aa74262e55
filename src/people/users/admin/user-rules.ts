import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { Attributes } from '#registry/claims';
import { PasswordRules } from '../credentials/password-rules.js';
import { newcomer } from '../credentials/second-factor-duty.js';
import { tidy } from '../login-identifier.js';
import { UserAggregate } from '../user.aggregate.js';
import type { UserTerms } from './plan-user.js';
import type { CreateUserRequest, UpdateUserRequest } from './user.request.js';

/** What the enterprise has said about people, by which admins' changes of them are judged. */
@Injectable()
export class UserRules {
  constructor(
    private readonly aggregate: UserAggregate,
    private readonly passwords: PasswordRules,
    private readonly attributes: Attributes,
    private readonly config: Config,
  ) {}

  async forNewcomer({ roles = [], password }: CreateUserRequest): Promise<UserTerms> {
    return {
      password: await this.passwords.termsFor(newcomer(roles), password),
      attributes: await this.attributes.declared(),
    };
  }

  /** Of somebody as they will be. */
  async forChange(sub: string, { password, roles }: UpdateUserRequest): Promise<UserTerms> {
    const user = password === undefined ? undefined : await this.aggregate.find(sub);
    const now = user ?? newcomer([]);
    const person = { ...now, roles: roles ?? now.roles };
    return {
      password: await this.passwords.termsFor(person, password),
      attributes: await this.attributes.declared(),
    };
  }

  /** In a domain of the enterprise its admin knows whose an address is, unless they say otherwise. */
  vouchedFor<Body extends UpdateUserRequest>(body: Body): Body {
    const { email, email_verified: said } = body;
    if (typeof email !== 'string' || said !== undefined) return body;
    const domain = tidy(email).split('@').at(-1)?.toLowerCase() ?? '';
    const known = this.config.verifiedDomains.has(domain);
    return known ? Object.assign({}, body, { email_verified: true }) : body;
  }
}
