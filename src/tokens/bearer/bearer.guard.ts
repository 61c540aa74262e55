import {
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
} from '@nestjs/common';
import { Config } from '#platform/config';
import {
  type Access,
  accessOf,
  bearerToken,
  type Caller,
  type HttpRequest,
  isWithinReach,
} from '#platform/http';
import { OAuthError } from '#protocol';
import { protectedResourceMetadata } from '#registry/resources';
import { reachOf, type User } from '#people/users';
import type { AccessToken } from '../access-token/access-token.js';
import { AccessTokens } from '../access-token/access-tokens.js';
import { StepUpCheck } from './step-up.js';
import type { TokenBasis } from '../authorization/authorization.repository.js';

declare module '#platform/http' {
  interface RequestFacts {
    /** Whom the bearer token speaks for; absent when its client acts for itself. */
    person?: () => User;
  }
}

type ScopeAccess = Extract<Access, { kind: 'scope' }>;

/** Validates the bearer token of every route marked `@RequireScope()` (RFC 6750). */
@Injectable()
export class BearerGuard implements CanActivate {
  constructor(
    private readonly config: Config,
    private readonly accessTokens: AccessTokens,
    private readonly stepUp: StepUpCheck,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const handler = context.getHandler();
    const access = accessOf(handler);
    if (access?.kind !== 'scope') return true;
    const request = context.switchToHttp().getRequest<HttpRequest>();
    return this.authorize(request, access, isWithinReach(handler));
  }

  private async authorize(
    request: HttpRequest,
    access: ScopeAccess,
    withinReach: boolean,
  ): Promise<boolean> {
    try {
      const { token, basis } = await this.inspect(request, access);
      const caller = callerOf(token, basis, access);
      // Who has the scope for a part only gets nowhere where that part is not looked at (attack M10).
      if (caller.reach !== undefined && !withinReach)
        throw OAuthError.insufficientScope(access.scope);
      request.facts.caller = caller;
      if (basis !== undefined) request.facts.person = basis.person;
      return true;
    } catch (error) {
      if (!(error instanceof OAuthError) || error.status >= 500) throw error;
      throw error.withHeaders({ 'www-authenticate': this.challenge(error, access) });
    }
  }

  private async inspect(request: HttpRequest, { scope, resource, stepUp }: ScopeAccess) {
    const value = bearerToken(request);
    if (value === undefined) throw missingToken();
    const inspection = await this.accessTokens.inspect(value);
    if ('problem' in inspection) throw OAuthError.invalidToken(inspection.problem);
    const { token } = inspection;
    const meant = token.audience.includes(this.config.url(resource));
    const scoped = token.scope.includes(scope);
    if (!scoped && (meant || this.lacksScopeOnly(token, resource))) {
      throw OAuthError.insufficientScope(scope);
    }
    if (!meant) throw OAuthError.invalidToken('the token is for another audience');
    if (stepUp !== undefined) await this.stepUp.check(stepUp, inspection);
    return inspection;
  }

  /**
   * A token is for the issuer itself by `openid`, or because no API was asked for. What its client
   * has to change is the scope, and it is told so (attacks E11, E15).
   */
  private lacksScopeOnly({ audience }: AccessToken, resource: ScopeAccess['resource']): boolean {
    return resource === '' || audience.every((identifier) => identifier === this.config.issuer);
  }

  /** Where to find out how to get a token is in it (RFC 9728 §5.1). */
  private challenge(error: OAuthError, { scope, resource }: ScopeAccess): string {
    const { code, description, reason, challenge } = error;
    const fault = reason !== 'no access token';
    const parameters = {
      realm: 'gatehouse',
      ...(fault ? { error: code, error_description: description } : {}),
      ...challenge,
      scope,
      resource_metadata: protectedResourceMetadata(this.config, resource),
    };
    const written = Object.entries(parameters).map(([name, value]) => `${name}="${value}"`);
    return `Bearer ${written.join(', ')}`;
  }
}

/** The person that the bearer token of a route with `@RequireScope()` speaks for, if it does. */
export const PersonOf = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  context.switchToHttp().getRequest<HttpRequest>().facts.person?.(),
);

function callerOf(
  token: AccessToken,
  basis: TokenBasis | undefined,
  { scope, resource }: ScopeAccess,
): Caller {
  const person = resource === '/admin' ? basis?.person() : undefined;
  return {
    reach: person && reachOf(person, scope),
    clientId: token.clientId,
    userId: token.userId,
    scope: new Set(token.scope),
    authTime: token.authTime,
    authorizationId: token.authorizationId,
    requestedClaims: basis?.authorization.claims?.userinfo,
  };
}

/** No token at all: the challenge says nothing of an error (RFC 6750 §3). */
function missingToken(): OAuthError {
  return new OAuthError('invalid_token', 'This needs an access token.', {
    status: 401,
    reason: 'no access token',
  });
}
