import { Injectable } from '@nestjs/common';
import { RequestExplainer, type RequestExplanation } from '#endpoints/authorize';
import { type MemberProblem, problem, RefusedChange } from '#platform/changes';
import { Problem, type RequestOrigin } from '#platform/http';
import { type LiveSession, sessionAsIf } from '#people/sessions';
import { type User, UserRepository } from '#people/users';
import {
  epochSeconds,
  type Factors,
  formatScope,
  methodsOf,
  OAuthError,
  Parameters,
  PHISHING_RESISTANT,
  rankOf,
  SEVERAL_FACTORS,
} from '#protocol';
import { Contributions, Targets, TokenIssuer } from '#tokens';
import type { ExplainAuthorizationRequest, SignedInRequest } from './explain.request.js';
import { type DroppedScopeResponse, ExplanationResponse } from './explain.response.js';
import { pastedSecrets } from './pasted-secrets.js';

type Granted = Required<Pick<RequestExplanation, 'situation'>>;

/** Says what would become of an authorization request, by running all of it that has no effect. */
@Injectable()
export class Explanations {
  constructor(
    private readonly explainer: RequestExplainer,
    private readonly users: UserRepository,
    private readonly targets: Targets,
    private readonly issuer: TokenIssuer,
    private readonly contributions: Contributions,
  ) {}

  /** @throws RefusedChange, Problem 404 */
  async ofAuthorization(
    { url, parameters, user: sub, signed_in: how = {} }: ExplainAuthorizationRequest,
    origin: RequestOrigin,
  ): Promise<ExplanationResponse> {
    const sent = url === undefined ? parametersIn(parameters ?? {}) : parametersOf(url);
    const user = sub === undefined ? undefined : await this.users.find(sub);
    if (sub !== undefined && user === undefined) throw Problem.notFound('user');
    const session = user && sessionOf(user, how);
    const { steps, passed, refused, situation, asked } = await this.explainer.explain(
      ...([sent, session, origin] as const),
    );
    const answer = new ExplanationResponse(steps, passed, refused);
    if (situation === undefined) return answer;
    answer.asked = asked;
    if (asked.length > 0) answer.outcome = 'asked';
    answer.scope = formatScope(situation.granted.scope);
    answer.dropped = droppedFrom(sent, { situation });
    const signedIn = situation.assessment.kind === 'met' ? session : undefined;
    if (user !== undefined && signedIn !== undefined) {
      Object.assign(answer, await this.claims({ situation }, user, signedIn));
    }
    return answer;
  }

  /** What would be told of somebody. */
  private async claims({ situation }: Granted, person: User, { authTime, factors }: LiveSession) {
    const { request, granted } = situation;
    const { client, claims, nonce } = request;
    const user = {
      ...{ sub: person.sub, authTime, amr: methodsOf(factors), person: () => person },
      ...(nonce === undefined ? {} : { nonce }),
      ...(claims === undefined ? {} : { claims }),
    };
    const resources = request.parameters.getAll('resource');
    const target = await this.targets.narrow(granted, resources).catch(unlessRefused);
    const tokens = target && (await this.issuer.preview({ client, ...target, user }));
    const sub = tokens?.id_token?.['sub'];
    if (sub === undefined) return tokens;
    const userinfo = await this.contributions.to({
      ...{ place: 'userinfo', client, scope: granted.scope, resources: [], user },
      requested: claims?.userinfo,
    });
    return { ...tokens, userinfo: { ...userinfo, sub } };
  }
}

/** Where the token would be refused, there are no claims to show. */
function unlessRefused(error: unknown): undefined {
  if (!(error instanceof OAuthError) || error.status >= 500) throw error;
}

function droppedFrom(sent: Parameters, { situation }: Granted): DroppedScopeResponse[] {
  const { request, granted } = situation;
  const asked = [...new Set(sent.get('scope')?.split(' ').filter(Boolean))];
  return asked
    .filter((name) => !granted.scope.includes(name))
    .map((scope) => ({ scope, reason: reasonFor(request.scope.includes(scope)) }));
}

function reasonFor(known: boolean): string {
  return known
    ? 'The person has no such power over Gatehouse, and cannot give it.'
    : 'Nobody knows it, or it means nothing with this response type.';
}

/** A session that the person does not have. */
function sessionOf(user: User, { acr, age = 0 }: SignedInRequest): LiveSession {
  const at = epochSeconds() - age;
  const factors: Factors = [
    { method: 'pwd', at },
    ...(rankOf(acr) < rankOf(SEVERAL_FACTORS)
      ? []
      : [{ method: acr === PHISHING_RESISTANT ? 'pop' : 'otp', at, second: true }]),
  ];
  return sessionAsIf(user, factors);
}

function parametersOf(url: string): Parameters {
  const query = /\?([^#]*)/.exec(url)?.[1] ?? '';
  refuseSecrets('/url', [...new URLSearchParams(query)]);
  return readable('/url', () => Parameters.parse(query));
}

/** Of which some came twice, as in a form. */
export function parametersIn(given: Readonly<Record<string, unknown>>): Parameters {
  const pairs = Object.entries(given).flatMap(([name, value]) =>
    [value].flat().map((one) => [name, one] as const),
  );
  const texts = pairs.filter(
    (pair): pair is readonly [string, string] => typeof pair[1] === 'string',
  );
  if (texts.length < pairs.length) {
    refuse(problem('/parameters', 'Each of the values must be a text, or several.'));
  }
  refuseSecrets('/parameters', texts);
  const encoded = new URLSearchParams(
    texts.map(([name, value]): [string, string] => [name, value]),
  ).toString();
  return readable('/parameters', () => Parameters.parse(encoded));
}

function refuseSecrets(pointer: string, pairs: readonly (readonly [string, string])[]): void {
  refuse(pastedSecrets(pointer, pairs));
}

function refuse([first, ...more]: readonly MemberProblem[]): void {
  if (first !== undefined) throw new RefusedChange(first, ...more);
}

function readable<T>(pointer: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    throw new RefusedChange({ pointer, detail: error.description });
  }
}
