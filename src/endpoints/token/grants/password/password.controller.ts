import type { Client } from '#registry/clients';
import { epochSeconds, type Granted, OAuthError, ONE_FACTOR, rankOf } from '#protocol';
import { type Grant, GrantController, type GrantContext, type UserPlan } from '#endpoints/token';
import { type NewAuthorization, Targets } from '#tokens';
import { PasswordSignIn, permitted, SecondFactorDuty, type User } from '#people/users';
import { PasswordRequest } from './password.request.js';

/**
 * An application of the enterprise itself takes people's passwords and exchanges them for tokens
 * (RFC 6749 §4.3). It teaches them to type passwords anywhere, which is why it is off unless the
 * operator names it, and for nobody else's clients (RFC 9700 §2.4).
 */
@GrantController({
  grantType: 'password',
  request: PasswordRequest,
  speaksFor: 'user',
  refreshToken: true,
  publicClients: true,
  problemWith: ({ first_party: firstParty }) =>
    firstParty ? undefined : 'The password grant is for first_party clients.',
  legacy: 'password',
  specification: 'RFC 6749 §4.3',
  summary: "An application of the enterprise's own exchanges a password",
})
export class PasswordController implements Grant<PasswordRequest, 'user'> {
  constructor(
    private readonly signIn: PasswordSignIn,
    private readonly targets: Targets,
    private readonly duty: SecondFactorDuty,
  ) {}

  async authorize(request: PasswordRequest, context: GrantContext): Promise<UserPlan> {
    const { client, parameters } = context;
    // Whatever is wrong with the request itself comes before a guess at a password.
    const asked = await this.requested(client, request, parameters.getAll('resource'));
    const user = await this.identify(request, context);
    const granted = permitted(asked, user);
    return { granted, wanted: describe(client, user, granted), voucher: 'reusable' };
  }

  private async requested(
    client: Client,
    { scope: value }: PasswordRequest,
    resource: readonly string[],
  ): Promise<Granted> {
    return this.targets.resolve(
      client,
      await this.targets.asked(client, value, resource),
      resource,
    );
  }

  /** Under the same limits as the login page, and with one answer to every wrong guess. */
  private async identify(
    { username, password }: PasswordRequest,
    { client, origin }: GrantContext,
  ): Promise<User> {
    const attempt = { identifier: username, password, origin, clientId: client.id };
    const outcome = await this.signIn.attempt(attempt);
    const signedIn = outcome.kind === 'signed-in';
    if (signedIn && !(await this.needsMore(outcome.user))) return outcome.user;
    // Nobody is there to be asked for it, and the answer tells no more than that to a wrong guess (attack I15).
    const reason = signedIn
      ? 'the person has to prove more, or to choose another password'
      : `the password was ${outcome.kind}`;
    const refusal = OAuthError.invalidGrant(reason).refusedBy({
      ...{ check: 'password', spec: 'RFC 6749 §4.3.2', got: reason },
      expected: 'the username and password of an account that takes passwords alone now',
    });
    throw outcome.kind === 'throttled' ? refusal.tooOften(1) : refusal;
  }

  private async needsMore(user: User): Promise<boolean> {
    if (user.secondFactor || user.requireNewPassword) return true;
    return rankOf(await this.duty.floorOf(user)) > rankOf(ONE_FACTOR);
  }
}

/** Without a session, since no browser was there: it ends with the person, the password, the client. */
function describe(
  client: Client,
  { sub, credentialVersion, accessVersion, roleVersion, groupVersion }: User,
  granted: Granted,
): NewAuthorization {
  const now = epochSeconds();
  return {
    client,
    grantType: 'password',
    userId: sub,
    credentialVersion,
    accessVersion,
    roleVersion,
    groupVersion,
    authTime: now,
    factors: [{ method: 'pwd', at: now }],
    granted,
  };
}
