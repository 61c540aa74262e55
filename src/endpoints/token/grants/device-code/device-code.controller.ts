import type { Client } from '#registry/clients';
import { sha256 } from '#platform/crypto';
import {
  DEVICE_CODE,
  type DeviceApproval,
  type DeviceAuthorization,
  DeviceAuthorizationRepository,
} from '#tokens/device-authorization';
import { codeVerifierProblem, epochSeconds, methodsOf, OAuthError } from '#protocol';
import { type Grant, GrantController, type GrantContext } from '#endpoints/token';
import {
  type Authorization,
  Authorizations,
  firstRefreshLifetime,
  type NewAuthorization,
  type RefreshLifetime,
  Targets,
  TokenIssuer,
  standing,
  standingOfClient,
} from '#tokens';
import { DeviceCodeRequest } from './device-code.request.js';

/** A device asks whether its person has allowed it, until they have (RFC 8628 §3.4). */
@GrantController({
  grantType: DEVICE_CODE,
  request: DeviceCodeRequest,
  publicClients: true,
  specification: 'RFC 8628 §3.4',
  summary: 'A device gets tokens once its person has allowed it',
})
export class DeviceCodeController implements Grant<DeviceCodeRequest> {
  constructor(
    private readonly devices: DeviceAuthorizationRepository,
    private readonly authorizations: Authorizations,
    private readonly targets: Targets,
    private readonly issuer: TokenIssuer,
  ) {}

  async authorize(
    request: DeviceCodeRequest,
    { client, parameters }: GrantContext,
  ): Promise<Authorization> {
    const device = await this.find(request, client);
    const ended = standingOfClient(client, device);
    if (ended !== undefined) throw noLonger(ended);
    const approval = await this.approvalOf(device);
    const { granted, session } = approval;
    // The scope is the one that was allowed, whatever this request says (attack K06).
    const target = await this.targets.narrow(granted, parameters.getAll('resource'));
    const wanted = describe(client, approval);
    const refresh = await this.checkStanding(client, wanted);
    await this.issuer.prepare(client, target.scope);
    // Consume last: a request that asks for the wrong API must not use the approval up.
    if (!(await this.devices.consume(device.id))) throw OAuthError.invalidGrant('used meanwhile');
    const authorizationId = await this.authorizations.begin(wanted, refresh);
    const { userId: sub, authTime, factors } = wanted;
    return {
      client,
      ...target,
      authorizationId,
      user: { sub, authTime, amr: methodsOf(factors), sessionId: session.id },
      ...(refresh === undefined ? {} : { refreshGeneration: 1 }),
    };
  }

  /** Whoever fails here learns nothing and uses nothing up (attacks K02, K07). */
  private async find(request: DeviceCodeRequest, client: Client): Promise<DeviceAuthorization> {
    const device = await this.devices.findByDeviceCode(sha256(request.device_code));
    if (device === undefined) throw OAuthError.invalidGrant('unknown device_code');
    if (device.clientId !== client.id) {
      throw OAuthError.invalidGrant('the device_code belongs to another client');
    }
    const problem = codeVerifierProblem(request.code_verifier, device.codeChallenge);
    if (problem !== undefined) throw OAuthError.invalidGrant(problem);
    return device;
  }

  /** @throws OAuthError of RFC 8628 §3.5 when there is none (yet) */
  private async approvalOf(device: DeviceAuthorization): Promise<DeviceApproval> {
    if (device.consumed) throw OAuthError.invalidGrant('the device_code was used before');
    if (device.denied) throw OAuthError.accessDenied('The person did not allow it.');
    if (device.expiresAt <= epochSeconds()) {
      throw new OAuthError('expired_token', 'The device_code has expired. Ask for a new one.');
    }
    if (device.approval !== undefined) return device.approval;
    if (await this.devices.recordPoll(device.id)) {
      throw new OAuthError('authorization_pending', 'Nobody has allowed or denied it yet.');
    }
    throw new OAuthError('slow_down', 'Wait five seconds longer between requests from now on.');
  }

  /**
   * Between the approval and this request the person can be disabled, sign out or think better of it
   * (attack K08).
   * @returns the lifetime of the first refresh token, if the client gets one
   */
  private async checkStanding(
    client: Client,
    wanted: NewAuthorization,
  ): Promise<RefreshLifetime | undefined> {
    const now = epochSeconds();
    const assessed = await this.authorizations.assess(wanted);
    if (assessed === undefined) throw OAuthError.invalidGrant('the user is gone');
    const ended = standing(assessed.authorization, assessed.foundations, client, now);
    if (ended !== undefined) throw noLonger(ended);
    return client.grantTypes.has('refresh_token')
      ? firstRefreshLifetime(client, assessed, now)
      : undefined;
  }
}

function noLonger(reason: string): OAuthError {
  return OAuthError.accessDenied('It is not allowed any more.', reason);
}

function describe(client: Client, { session, ...approval }: DeviceApproval): NewAuthorization {
  const { id: sessionId, authTime, factors } = session;
  return { client, grantType: DEVICE_CODE, sessionId, authTime, factors, ...approval };
}
