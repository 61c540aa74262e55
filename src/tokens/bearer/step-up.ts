import { Injectable } from '@nestjs/common';
import type { StepUp } from '#platform/http';
import { acrOf, epochSeconds, OAuthError, rankOf } from '#protocol';
import { SecondFactorDuty } from '#people/users';
import { type LiveToken, proofsOf } from '../access-token/access-tokens.js';

/** Asks for a fresher or a stronger sign-in than a token rests on (RFC 9470 §3). */
@Injectable()
export class StepUpCheck {
  constructor(private readonly duty: SecondFactorDuty) {}

  /** @throws OAuthError `insufficient_user_authentication` */
  async check({ acr: asked, maxAge }: StepUp, live: LiveToken): Promise<void> {
    // A client that speaks for itself has nobody who could sign in.
    if (live.token.userId === undefined) return;
    const person = asked === 'own' ? live.basis?.person() : undefined;
    const acr = person === undefined ? asked : await this.duty.meantFor(person);
    const { authTime, amr } = proofsOf(live);
    const isStrong = rankOf(acrOf(amr)) >= rankOf(acr);
    // What another vouches for, and what is exchanged, has no time at which the person signed in here.
    const isFresh = maxAge === undefined || epochSeconds() - (authTime ?? 0) <= maxAge;
    if (isStrong && isFresh) return;
    throw OAuthError.insufficientUserAuthentication({
      ...(isStrong || acr === undefined ? {} : { acr_values: acr }),
      ...(maxAge === undefined ? {} : { max_age: String(maxAge) }),
    }).refusedBy({
      ...{ check: 'step-up', spec: 'RFC 9470 §3' },
      expected: 'a person who signed in as strongly, and as lately, as the operation asks',
      got: isStrong ? 'a sign-in that is too old' : 'a sign-in that is too weak',
    });
  }
}
