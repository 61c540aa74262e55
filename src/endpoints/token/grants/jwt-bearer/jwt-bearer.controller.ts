import type { AssertionIssuer } from '#registry/assertion-issuers';
import type { Client } from '#registry/clients';
import { Consents } from '#people/consent';
import { coversScope, epochSeconds, Granted, OAuthError, parseScope } from '#protocol';
import { ACCOUNT_SCOPES, ADMIN_SCOPES } from '#registry/resources';
import { type Grant, GrantController, type GrantContext } from '#endpoints/token';
import {
  type Authorization,
  Authorizations,
  type NewAuthorization,
  Targets,
  standing,
} from '#tokens';
import type { User } from '#people/users';
import { AssertedUsers } from './asserted-users.js';
import { BearerAssertions } from './bearer-assertions.js';
import { JWT_BEARER, JwtBearerRequest } from './jwt-bearer.request.js';

/** A client exchanges somebody else's word about a user for a token (RFC 7523 §2.1). */
@GrantController({
  grantType: JWT_BEARER,
  request: JwtBearerRequest,
  publicClients: false,
  specification: 'RFC 7523 §2.1',
  summary: 'A partner signs who its user is, and a client gets a token for them',
})
export class JwtBearerController implements Grant<JwtBearerRequest> {
  constructor(
    private readonly assertions: BearerAssertions,
    private readonly users: AssertedUsers,
    private readonly consents: Consents,
    private readonly authorizations: Authorizations,
    private readonly targets: Targets,
  ) {}

  async authorize(request: JwtBearerRequest, context: GrantContext): Promise<Authorization> {
    const { client, parameters } = context;
    const assertion = await this.assertions.verify(request.assertion, client.id);
    const { subjectMapping } = assertion.issuer;
    const user = await this.users.find(assertion.subject, subjectMapping);
    if (user === undefined) throw OAuthError.invalidGrant('the assertion is about nobody here');
    const requested = parameters.getAll('resource');
    const target = await this.target(client, assertion.issuer, request.scope, requested);
    const granted = Granted.of(target.scope, target.resources);
    const wanted: NewAuthorization = {
      client,
      grantType: JWT_BEARER,
      userId: user.sub,
      credentialVersion: user.credentialVersion,
      assertionIssuer: assertion.issuer,
      // When and how they signed in is the issuer's knowledge; we do not pass it on as our own.
      authTime: epochSeconds(),
      factors: [],
      consentId: await this.consentFor(client, user, granted),
      granted,
    };
    await this.checkStanding(wanted);
    // Last, so that a request for too much does not use the assertion up.
    await this.assertions.use(assertion);
    const authorizationId = await this.authorizations.begin(wanted);
    return { client, ...target, user: { sub: user.sub, amr: [] }, authorizationId };
  }

  /** What the client may have, of what the issuer may give: never power over Gatehouse itself. */
  private async target(
    client: Client,
    issuer: AssertionIssuer,
    requested: string | undefined,
    resources: readonly string[],
  ) {
    const possible = client.apiScopes.filter(
      (name) =>
        issuer.scopes.includes(name) && !ADMIN_SCOPES.has(name) && !ACCOUNT_SCOPES.has(name),
    );
    const scope = requested === undefined ? possible : parseScope(requested);
    if (scope === undefined || scope.length === 0 || !coversScope(possible, scope)) {
      throw OAuthError.invalidScope();
    }
    if (requested === undefined) return this.targets.resolveAll(client, scope, resources);
    return this.targets.narrow(await this.targets.resolve(client, scope, resources), resources);
  }

  /**
   * The same rule as at /authorize, where the person could be asked: here they cannot (attack K14).
   * @returns the consent it rests on, if it needs one
   */
  private async consentFor(client: Client, user: User, granted: Granted) {
    if (client.metadata.first_party) return undefined;
    const consent = await this.consents.find(user.sub, client.id);
    if (consent?.granted.covers(granted) === true) return consent.id;
    throw OAuthError.invalidGrant('the user has not consented');
  }

  private async checkStanding(wanted: NewAuthorization): Promise<void> {
    const assessed = await this.authorizations.assess(wanted);
    if (assessed === undefined) throw OAuthError.invalidGrant('the user is gone');
    const { authorization, foundations } = assessed;
    const ended = standing(authorization, foundations, wanted.client, epochSeconds());
    if (ended !== undefined) throw OAuthError.invalidGrant(ended);
  }
}
