import type { AssertionIssuer } from '#registry/assertion-issuers';
import type { Client } from '#registry/clients';
import { Consents } from '#people/consent';
import { coversScope, epochSeconds, Granted, OAuthError } from '#protocol';
import { ACCOUNT_SCOPES, ADMIN_SCOPES } from '#registry/resources';
import { type Grant, GrantController, type GrantContext, type UserPlan } from '#endpoints/token';
import { type NewAuthorization, Targets } from '#tokens';
import type { User } from '#people/users';
import { AssertedUsers } from './asserted-users.js';
import { BearerAssertions } from './bearer-assertions.js';
import { JWT_BEARER, JwtBearerRequest } from './jwt-bearer.request.js';

/** A client exchanges somebody else's word about a user for a token (RFC 7523 §2.1). */
@GrantController({
  grantType: JWT_BEARER,
  request: JwtBearerRequest,
  speaksFor: 'user',
  refreshToken: false,
  publicClients: false,
  specification: 'RFC 7523 §2.1',
  summary: 'A partner signs who its user is, and a client gets a token for them',
})
export class JwtBearerController implements Grant<JwtBearerRequest, 'user'> {
  constructor(
    private readonly assertions: BearerAssertions,
    private readonly users: AssertedUsers,
    private readonly consents: Consents,
    private readonly targets: Targets,
  ) {}

  async authorize(request: JwtBearerRequest, context: GrantContext): Promise<UserPlan> {
    const { client, parameters } = context;
    const assertion = await this.assertions.verify(request.assertion, client.id);
    const { subjectMapping } = assertion.issuer;
    const user = await this.users.find(assertion.subject, subjectMapping);
    if (user === undefined) throw refused('the assertion is about nobody here');
    const requested = parameters.getAll('resource');
    const granted = await this.granted(client, assertion.issuer, request.scope, requested);
    const wanted: NewAuthorization = {
      client,
      grantType: JWT_BEARER,
      userId: user.sub,
      credentialVersion: user.credentialVersion,
      accessVersion: user.accessVersion,
      groupVersion: user.groupVersion,
      assertionIssuer: assertion.issuer,
      authTime: epochSeconds(),
      factors: [],
      consentId: await this.consentFor(client, user, granted),
      granted,
    };
    return { granted, wanted, voucher: { use: () => this.assertions.use(assertion) } };
  }

  /** What the client may have, of what the issuer may give: never power over Gatehouse itself. */
  private async granted(
    client: Client,
    issuer: AssertionIssuer,
    requested: string | undefined,
    resources: readonly string[],
  ): Promise<Granted> {
    const possible = client.apiScopes.filter(
      (name) =>
        issuer.scopes.includes(name) && !ADMIN_SCOPES.has(name) && !ACCOUNT_SCOPES.has(name),
    );
    const scope = requested === undefined ? possible : await this.targets.known(requested);
    if (scope.length === 0 || !coversScope(possible, scope)) {
      throw OAuthError.invalidScope().refusedBy({
        ...{ check: 'jwt-bearer', spec: 'RFC 7521 §4.1' },
        expected: `scopes that both the client and the issuer may give: ${possible.join(' ')}`,
        got: { scope: requested },
      });
    }
    if (requested === undefined) return this.targets.resolveAll(client, scope, resources);
    return this.targets.resolve(client, scope, resources);
  }

  /**
   * The same rule as at /authorize, where the person could be asked: here they cannot (attack K14).
   * @returns the consent it rests on, if it needs one
   */
  private async consentFor(client: Client, user: User, granted: Granted) {
    if (client.metadata.first_party) return undefined;
    const consent = await this.consents.find(user.sub, client.id);
    if (consent?.granted.covers(granted) === true) return consent.id;
    throw refused('the user has not consented', user.sub);
  }
}

function refused(reason: string, userId?: string): OAuthError {
  return OAuthError.invalidGrant(reason).refusedBy({
    ...{ check: 'jwt-bearer', spec: 'RFC 7523 §3', got: reason, userId },
    expected: 'somebody with an account here, who has allowed the client what it asks for',
  });
}
