import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/settings';
import { fill, type Said } from '#platform/texts';
import { ONE_FACTOR, rankOf } from '#protocol';
import { BreachedPasswords } from './breached-passwords.js';
import type { PasswordTerms } from './password-policy.js';
import { PASSWORDS } from './passwords.section.js';
import { type Dutiful, SecondFactorDuty } from './second-factor-duty.js';

/** What a new password of somebody must be like (NIST SP 800-63B §3.1.1.2). */
@Injectable()
export class PasswordRules {
  constructor(
    private readonly settings: Settings,
    private readonly duty: SecondFactorDuty,
    private readonly breached: BreachedPasswords,
  ) {}

  /** By what this password of somebody is judged. @param password absent: none is chosen */
  async termsFor(person: Dutiful, password: string | null | undefined): Promise<PasswordTerms> {
    const breached = typeof password === 'string' && (await this.breached.includes(password));
    return { minLength: await this.minLength(person), breached };
  }

  /** How long it has to be: shorter where the person has to have a second factor, and cannot put it off. */
  private async minLength(person: Dutiful): Promise<number> {
    const set = await this.settings.of(PASSWORDS);
    const { min_length: alone, min_length_with_second_factor: beside } = set;
    const second = rankOf(await this.duty.floorOf(person)) > rankOf(ONE_FACTOR);
    return second ? Math.min(alone, beside) : alone;
  }

  /** The same in a sentence, for whoever is about to choose one. */
  async inWords(person: Dutiful): Promise<Said> {
    const length = await this.minLength(person);
    return (t) => fill(t.newPassword.rule, { length });
  }
}
