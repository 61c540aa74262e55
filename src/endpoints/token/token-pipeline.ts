import { Injectable } from '@nestjs/common';
import { isForeignKeyViolation } from '#platform/database';
import { epochSeconds, Granted, methodsOf, OAuthError, type Parameters } from '#protocol';
import {
  type AssessedAuthorization,
  type AuthenticatedUser,
  type Authorization,
  authorizedBy,
  Authorizations,
  type NewAuthorization,
  notStanding,
  type RefreshLifetime,
  RefreshTokens,
  standing,
  type Target,
  Targets,
  TokenIssuer,
  type TokenResponse,
} from '#tokens';
import type { GrantContext, GrantOptions } from './grant.js';
import type { RegisteredGrant } from './grant-registry.js';
import { checkGrantAllowed } from './grant-type.check.js';
import { TokenFloors } from './token-floors.js';
import type { RenewedToken, SubjectPlan, TokenPlan, UserPlan } from './token-plan.js';

/** The steps before anything has an effect. */
export const PLAN_STEPS = ['allowed', 'request', 'authorize', 'standing', 'narrow'] as const;
export type PlanStep = (typeof PLAN_STEPS)[number];

/** What would be issued, and on what it rests. */
export interface PlannedTokens {
  readonly plan: TokenPlan;
  readonly assessed: AssessedAuthorization | undefined;
  readonly target: Target;
}

/**
 * What every token request goes through, whatever its grant type, in this order: form,
 * client, grant, allowed, request, authorize, standing, narrow, prepare, use, mint, respond. Nothing has an
 * effect before `use`, but for what counts wrong tries. The first three and the last are the controller's.
 */
@Injectable()
export class TokenPipeline {
  constructor(
    private readonly authorizations: Authorizations,
    private readonly targets: Targets,
    private readonly refreshTokens: RefreshTokens,
    private readonly issuer: TokenIssuer,
    private readonly floors: TokenFloors,
  ) {}

  /** @throws OAuthError */
  async run(
    { grant, read, options }: RegisteredGrant,
    context: GrantContext,
  ): Promise<TokenResponse> {
    const { client } = context;
    try {
      const { plan, assessed, target } = await this.plan({ grant, read, options }, context);
      await this.issuer.prepare(client, target.scope);
      // use, mint
      const begins = await this.beginning(options, context, assessed);
      const renewed = await use(plan, target, begins);
      const basis = restsOnUser(plan) ? await this.basisOf(plan, begins) : subjectOf(plan);
      const refreshed = refreshTokenOf(begins, renewed);
      return await this.issuer.issue({ client, ...target, ...basis, ...refreshed });
    } catch (error) {
      if (!isForeignKeyViolation(error)) throw error;
      throw noLonger('what it rests on was deleted meanwhile');
    }
  }

  /**
   * Allowed, request, authorize, standing, narrow: what has no effect.
   * @param heard is told of each step that is passed
   * @throws OAuthError
   */
  async plan(
    { grant, read, options }: RegisteredGrant,
    context: GrantContext,
    heard?: (step: PlanStep) => void,
  ): Promise<PlannedTokens> {
    const { client, parameters } = context;
    checkGrantAllowed(client, options);
    heard?.('allowed');
    const request = read(parameters);
    heard?.('request');
    const plan = await grant.authorize(request, context);
    checkPlan(plan, options);
    heard?.('authorize');
    const assessed = await this.standing(plan, options, context);
    await this.floors.check(plan, client);
    heard?.('standing');
    const target = await this.targets.narrow(plan.granted, resourcesIn(parameters, options));
    heard?.('narrow');
    return { plan, assessed, target };
  }

  /**
   * Between what a person allowed and this request they can be disabled, sign out or think better of it
   * (attack K08). A plan for the client itself or for a subject rests on nothing else.
   * @throws OAuthError `invalid_grant`, or what the grant type says instead
   */
  private async standing(
    plan: TokenPlan,
    { ended = noLonger }: GrantOptions,
    { client }: GrantContext,
  ): Promise<AssessedAuthorization | undefined> {
    if (!restsOnUser(plan)) return undefined;
    const assessed = 'found' in plan ? plan.found : await this.authorizations.assess(plan.wanted);
    if (assessed === undefined) {
      const userId = 'wanted' in plan ? plan.wanted.userId : undefined;
      throw noLonger('the user is gone', userId);
    }
    const { authorization, foundations } = assessed;
    if (authorization.clientId !== client.id) throw new Error('the plan is of another client');
    const reason = standing(authorization, foundations, client, epochSeconds());
    if (reason === undefined) return assessed;
    throw ended(reason, authorization.userId);
  }

  /** How long the refresh token is good that begins with these tokens, if one does. */
  private async beginning(
    { refreshToken }: GrantOptions,
    { client }: GrantContext,
    assessed: AssessedAuthorization | undefined,
  ): Promise<RefreshLifetime | undefined> {
    if (!refreshToken || assessed === undefined) return undefined;
    return this.refreshTokens.firstLifetime(client, assessed, epochSeconds());
  }

  private async basisOf(plan: UserPlan, refresh: RefreshLifetime | undefined) {
    if ('wanted' in plan) {
      const authorizationId = await this.authorizations.begin(plan.wanted, refresh);
      return { authorizationId, user: authorizedNow(plan.wanted) };
    }
    const { found, nonce } = plan;
    const user = authorizedBy(found.authorization, found.person);
    return {
      authorizationId: found.authorization.id,
      user: nonce === undefined ? user : { ...user, nonce },
    };
  }
}

function noLonger(reason: string, userId?: string): OAuthError {
  return OAuthError.invalidGrant(reason).refusedBy(notStanding(reason, userId));
}

async function use(
  { voucher }: TokenPlan,
  target: Target,
  refresh: RefreshLifetime | undefined,
): Promise<RenewedToken | undefined> {
  if (voucher === 'reusable') return undefined;
  if ('renew' in voucher) return voucher.renew(target);
  await voucher.use(refresh);
  return undefined;
}

function refreshTokenOf(
  begins: RefreshLifetime | undefined,
  renewed: RenewedToken | undefined,
): Partial<Pick<Authorization, 'refreshGeneration' | 'renewedAt'>> {
  if (renewed !== undefined) {
    return { refreshGeneration: renewed.generation, renewedAt: renewed.rotatedAt };
  }
  return begins === undefined ? {} : { refreshGeneration: 1 };
}

function restsOnUser(plan: TokenPlan): plan is UserPlan {
  return 'found' in plan || 'wanted' in plan;
}

/** @throws Error when a grant plans something else than it declares: it may be written without a compiler */
function checkPlan(plan: TokenPlan, { grantType, speaksFor }: GrantOptions): void {
  const planned = 'subject' in plan ? 'subject' : restsOnUser(plan) ? 'user' : 'client';
  if (planned === speaksFor && plan.granted instanceof Granted) return;
  throw new Error(`the grant type ${grantType} plans no tokens that speak for a ${speaksFor}`);
}

function subjectOf(plan: TokenPlan): Partial<SubjectPlan['subject']> {
  return 'subject' in plan ? plan.subject : {};
}

/** When and how somebody signed in whom another vouches for is the other's knowledge, and not ours to pass on. */
function authorizedNow(wanted: NewAuthorization): AuthenticatedUser {
  const { userId: sub, authTime, factors, sessionId, assertionIssuer } = wanted;
  return {
    sub,
    amr: methodsOf(factors),
    ...(assertionIssuer === undefined ? { authTime } : {}),
    ...(sessionId === undefined ? {} : { sessionId }),
  };
}

function resourcesIn(
  parameters: Parameters,
  { targets = ['resource'] }: GrantOptions,
): readonly string[] {
  const named = targets.flatMap((name) => parameters.getAll(name));
  return [...new Set(named)];
}
