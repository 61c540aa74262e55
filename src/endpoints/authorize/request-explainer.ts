import { Injectable } from '@nestjs/common';
import type { RequestOrigin } from '#platform/http';
import type { LiveSession } from '#people/sessions';
import { type Check, OAuthError, type Parameters } from '#protocol';
import { AuthorizationResponseError } from './authorization-response-error.js';
import { checksAfterRedirect, checksBeforeRedirect } from './checks/index.js';
import { policies, type Situation } from './policies/index.js';
import { RequestChecker } from './request-checker.js';
import { RequestResolver } from './request-resolver.js';
import { Situations } from './situations.js';
import { notAsked, whatIsUnmet } from './unmet.js';

/** What became of each step, and of the request. */
export interface RequestExplanation {
  readonly steps: readonly Check[];
  /** How many of them were passed. */
  readonly passed: number;
  readonly refused?: OAuthError;
  /** Known once all checks are passed. */
  readonly situation?: Situation;
  /** What the person is asked before the request is granted. */
  readonly asked: readonly string[];
}

const BEFORE = checksBeforeRedirect.map(([name]) => name);
const AFTER = checksAfterRedirect.map(([name]) => name);
/** In the order of the endpoint, which looks for the client first. */
const STEPS: readonly Check[] = [
  ...['duplicates', 'client', 'request-resolver', 'redirect-uri'],
  ...AFTER,
  'assessment',
] as Check[];
/** Those of {@link BEFORE} that are passed when a request is opened. */
const OF_THE_CLIENT = 2;

/** Runs what an authorization request goes through, up to where it would have an effect. */
@Injectable()
export class RequestExplainer {
  constructor(
    private readonly checker: RequestChecker,
    private readonly resolver: RequestResolver,
    private readonly situations: Situations,
  ) {}

  /** @param session as if somebody were signed in so; undefined: nobody is */
  async explain(
    sent: Parameters,
    session: LiveSession | undefined,
    origin: RequestOrigin,
  ): Promise<RequestExplanation> {
    let passed = 0;
    const asked: string[] = [];
    try {
      const client = await this.checker.client(sent);
      passed = OF_THE_CLIENT;
      const parameters = await this.resolver.open(sent, client, origin);
      passed += 1;
      let heard = 0;
      const request = await this.checker.check(parameters, () => {
        heard += 1;
        if (heard > OF_THE_CLIENT) passed += 1;
      });
      const situation = await this.situations.assume(request, session);
      const unmet = whatIsUnmet(situation);
      if (unmet !== undefined && request.prompt.has('none')) throw notAsked(request, unmet);
      asked.push(...promptsOf(situation));
      return { steps: STEPS, passed: passed + 1, situation, asked };
    } catch (error) {
      const refused = error instanceof AuthorizationResponseError ? error.error : error;
      if (!(refused instanceof OAuthError) || refused.status >= 500) throw refused;
      return {
        steps: STEPS,
        passed: passed === 0 ? firstRefusal(refused) : passed,
        refused,
        asked,
      };
    }
  }
}

/** Which of the first two it was that found no client. */
function firstRefusal({ refusal }: OAuthError): number {
  return Math.max(BEFORE.indexOf(refusal?.check ?? 'duplicates'), 0);
}

function promptsOf(situation: Situation): string[] {
  const { assessment } = situation;
  if (assessment.kind === 'ask') return [assessment.step];
  return policies.filter((policy) => !policy.isMet(situation)).map(({ prompt }) => prompt);
}
