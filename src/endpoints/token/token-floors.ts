import { Injectable } from '@nestjs/common';
import type { Client } from '#registry/clients';
import { Floors } from '#people/sign-in';
import { acrOf, methodsOf, OAuthError, rankOf } from '#protocol';
import type { TokenPlan } from './token-plan.js';

/**
 * What the client and the APIs ask of whoever signs in holds where nobody signs in on our pages too (attacks I10,
 * I15). What rests on a sign-in of ours was judged there, and not again with each refresh.
 */
@Injectable()
export class TokenFloors {
  constructor(private readonly floors: Floors) {}

  /** @throws OAuthError `invalid_target` of a token that is exchanged, `invalid_grant` of anything else */
  async check(plan: TokenPlan, client: Client): Promise<void> {
    const amr = proofsIn(plan);
    if (amr === undefined) return;
    const { resources } = plan.granted;
    const { floor } = await this.floors.demandsOf({ application: client.id, resources });
    if (rankOf(acrOf(amr)) >= rankOf(floor)) return;
    const exchanged = 'subject' in plan;
    const reason = 'the person has not signed in as strongly as the client or the API asks';
    const error = exchanged
      ? OAuthError.invalidTarget('The person has not signed in as strongly as is asked there.')
      : OAuthError.invalidGrant(reason);
    throw error.refusedBy({
      ...{ check: 'token-floors', spec: exchanged ? 'RFC 8693 §2.2.2' : 'RFC 6749 §5.2' },
      ...{ expected: `a sign-in that reaches ${floor ?? ''}`, got: reason },
    });
  }
}

/** How the person was proven, where that was not on our pages for this client. */
function proofsIn(plan: TokenPlan): readonly string[] | undefined {
  if ('subject' in plan) return plan.subject.user?.amr;
  return 'wanted' in plan ? methodsOf(plan.wanted.factors) : undefined;
}
