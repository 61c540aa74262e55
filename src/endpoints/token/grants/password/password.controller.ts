import type { Client } from '#registry/clients';
import { epochSeconds, type Granted, methodsOf, OAuthError, parseScope } from '#protocol';
import { type Grant, GrantController, type GrantContext } from '#endpoints/token';
import {
  type Authorization,
  Authorizations,
  firstRefreshLifetime,
  type NewAuthorization,
  type RefreshLifetime,
  Targets,
  standing,
} from '#tokens';
import { PasswordSignIn, permitted, type User } from '#people/users';
import { PasswordRequest } from './password.request.js';

/**
 * An application of the enterprise itself takes people's passwords and exchanges them for tokens
 * (RFC 6749 §4.3). It teaches them to type passwords anywhere, which is why it is off unless the
 * operator names it, and for nobody else's clients (RFC 9700 §2.4).
 */
@GrantController({
  grantType: 'password',
  request: PasswordRequest,
  publicClients: true,
  legacy: 'password',
  specification: 'RFC 6749 §4.3',
  summary: "An application of the enterprise's own exchanges a password",
})
export class PasswordController implements Grant<PasswordRequest> {
  constructor(
    private readonly signIn: PasswordSignIn,
    private readonly targets: Targets,
    private readonly authorizations: Authorizations,
  ) {}

  async authorize(request: PasswordRequest, context: GrantContext): Promise<Authorization> {
    const { client, parameters } = context;
    if (!client.metadata.first_party) {
      throw OAuthError.unauthorizedClient('This client may not use this grant type.');
    }
    const named = parameters.getAll('resource');
    // Whatever is wrong with the request itself comes before a guess at a password.
    const asked = await this.requested(client, request, named);
    const user = await this.identify(request, context);
    const granted = permitted(asked, user);
    const target = await this.targets.narrow(granted, named);
    const authorization = describe(client, user, granted);
    const refresh = await this.checkStanding(authorization);
    const { userId: sub, authTime, factors } = authorization;
    return {
      client,
      ...target,
      authorizationId: await this.authorizations.begin(authorization, refresh),
      user: { sub, authTime, amr: methodsOf(factors) },
      ...(refresh === undefined ? {} : { refreshGeneration: 1 }),
    };
  }

  private async requested(
    client: Client,
    { scope: value }: PasswordRequest,
    resource: readonly string[],
  ): Promise<Granted> {
    if (value === undefined) throw OAuthError.invalidScope('The parameter scope is missing.');
    const scope = parseScope(value);
    if (scope === undefined) throw OAuthError.invalidScope();
    return this.targets.resolve(client, scope, resource);
  }

  /** Under the same limits as the login page, and with one answer to every wrong guess. */
  private async identify(
    { username, password }: PasswordRequest,
    { client, origin }: GrantContext,
  ): Promise<User> {
    const attempt = { identifier: username, password, origin, clientId: client.id };
    const outcome = await this.signIn.attempt(attempt);
    if (outcome.kind === 'signed-in') return outcome.user;
    const refusal = OAuthError.invalidGrant(`the password was ${outcome.kind}`);
    throw outcome.kind === 'throttled' ? refusal.tooOften(1) : refusal;
  }

  /** @returns the lifetime of the first refresh token, if the client gets one */
  private async checkStanding(wanted: NewAuthorization): Promise<RefreshLifetime | undefined> {
    const { client } = wanted;
    const now = epochSeconds();
    const assessed = await this.authorizations.assess(wanted);
    if (assessed === undefined) throw OAuthError.invalidGrant('the user is gone');
    const ended = standing(assessed.authorization, assessed.foundations, client, now);
    if (ended !== undefined) throw OAuthError.invalidGrant(ended);
    return client.grantTypes.has('refresh_token')
      ? firstRefreshLifetime(client, assessed, now)
      : undefined;
  }
}

/** Without a session, since no browser was there: it ends with the person, the password, the client. */
function describe(
  client: Client,
  { sub, credentialVersion, roleVersion }: User,
  granted: Granted,
): NewAuthorization {
  const now = epochSeconds();
  return {
    client,
    grantType: 'password',
    userId: sub,
    credentialVersion,
    roleVersion,
    authTime: now,
    factors: [{ method: 'pwd', at: now }],
    granted,
  };
}
