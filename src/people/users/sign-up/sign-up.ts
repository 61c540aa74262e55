import { Injectable } from '@nestjs/common';
import { type Author, Changes, RefusedChange } from '#platform/changes';
import { nameFrom } from '#platform/crypto';
import { type Link, Links } from '#platform/links';
import type { Said, Text } from '#platform/texts';
import { passwordFault } from '../credentials/password-policy.js';
import { PasswordRules } from '../credentials/password-rules.js';
import { newcomer } from '../credentials/second-factor-duty.js';
import { UserAggregate } from '../user.aggregate.js';
import type { User } from '../user.js';
import { groupsIn, nameError, type Newcomer, planSignUp, usernamesOf } from './plan-sign-up.js';
import { SignUpCeilings } from './sign-up-ceilings.js';
import { SIGN_UP_LINK, type SignUpData } from './sign-up-mails.js';
import type { Terms } from './sign-up-terms.js';

/** A link that is not over. */
export interface HeldSignUp {
  readonly link: Link & { readonly email: string };
  readonly from: string | undefined;
}

/**
 * `refused`: with this name, or this password. `taken`: somebody has the address by now. `over`: the link was used
 * meanwhile. `full`: there are as many as there may be.
 */
export type SignUpOutcome =
  | { readonly kind: 'done'; readonly user: User }
  | { readonly kind: 'refused'; readonly reason: Text; readonly about: 'name' | 'password' }
  | { readonly kind: 'taken' | 'over' | 'full' };

/**
 * People make an account by themselves. There is none before they have used the link that was mailed to their address;
 * with it one account is made, whose `sub` follows from the link.
 */
@Injectable()
export class SignUp {
  constructor(
    private readonly aggregate: UserAggregate,
    private readonly changes: Changes,
    private readonly links: Links,
    private readonly rules: PasswordRules,
    private readonly ceilings: SignUpCeilings,
  ) {}

  /** Undefined for a link that is over. */
  async find(text: string): Promise<HeldSignUp | undefined> {
    const link = await this.links.find(SIGN_UP_LINK, text);
    if (link?.email === undefined) return undefined;
    const { from } = (link.data ?? {}) as SignUpData;
    return { link: { ...link, email: link.email }, from };
  }

  /** Whose account was made with this link. */
  async madeWith(text: string): Promise<User | undefined> {
    const id = this.links.idIn(SIGN_UP_LINK, text);
    return id === undefined ? undefined : this.aggregate.find(nameFrom(id));
  }

  /** What their password has to be like. */
  rule(terms: Terms): Promise<Said> {
    return this.rules.inWords(dutyOf(terms));
  }

  /** Makes the account, and uses the link up with it. */
  async complete(
    { link }: HeldSignUp,
    chosen: Omit<Newcomer, 'email'>,
    terms: Terms,
    origin: Author['origin'],
  ): Promise<SignUpOutcome> {
    const sub = nameFrom(link.id);
    const person = { ...chosen, email: link.email };
    const { password, name } = chosen;
    if (name !== undefined && nameError(name) !== undefined)
      return { kind: 'refused', reason: (t) => t.signUp.wrongName, about: 'name' };
    const judged = await this.rules.termsFor(dutyOf(terms), password);
    const fault = passwordFault(password, { username: link.email, email: link.email }, judged);
    if (fault !== undefined) return { kind: 'refused', reason: fault, about: 'password' };
    if (!(await this.ceilings.take(terms))) return { kind: 'full' };
    const author: Author = { actor: { kind: 'user', id: sub }, origin };
    for (const username of usernamesOf(sub, person)) {
      const plan = planSignUp(sub, username, person, terms, judged);
      try {
        const { stored } = await this.changes.create(
          ...([this.aggregate, sub, plan, author] as const),
          async (manager) => {
            if (await this.links.use(manager, link)) return;
            throw new RefusedChange({ pointer: '', detail: 'It is over.', kind: 'conflict' });
          },
        );
        return { kind: 'done', user: stored };
      } catch (error) {
        // Somebody has the address, or a username that looks like it; or the link was used meanwhile.
        if (!(error instanceof RefusedChange)) throw error;
      }
      if (!(await this.links.stands(link.id))) break;
    }
    await this.ceilings.giveBack();
    return { kind: (await this.links.stands(link.id)) ? 'taken' : 'over' };
  }
}

/** Who they will be, as far as their password is judged by it. */
const dutyOf = (terms: Terms) => ({ ...newcomer([]), groups: groupsIn(terms) });
