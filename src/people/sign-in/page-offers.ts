import { Injectable } from '@nestjs/common';
import { Mails } from '#platform/mail';
import { SessionLimits } from '#people/sessions';
import type { PageStep } from './sign-in-pages.js';

/** What a page offers beside the ways to prove who one is. */
export interface Offers {
  /** Whether whoever signs in may ask to stay signed in. */
  readonly keep: boolean;
  /** Where somebody goes who has forgotten their password. */
  readonly forgotUrl: string | undefined;
}

/** What is offered at a step, as the settings say. */
@Injectable()
export class PageOffers {
  constructor(
    private readonly mails: Mails,
    private readonly limits: SessionLimits,
  ) {}

  async at(step: PageStep): Promise<Offers> {
    const login = step === 'login';
    return {
      keep: login && (await this.limits.mayKeep()),
      forgotUrl: login && this.mails.on ? '/recover' : undefined,
    };
  }
}
