import type { Client } from '#registry/clients';
import { sha256 } from '#platform/crypto';
import {
  DEVICE_CODE,
  type DeviceApproval,
  type DeviceAuthorization,
  DeviceAuthorizationRepository,
} from '#tokens/device-authorization';
import { codeVerifierProblem, epochSeconds, OAuthError } from '#protocol';
import { type Grant, GrantController, type GrantContext, type UserPlan } from '#endpoints/token';
import { type NewAuthorization, notStanding, standingOfClient } from '#tokens';
import { DeviceCodeRequest } from './device-code.request.js';

/** A device asks whether its person has allowed it, until they have (RFC 8628 §3.4). */
@GrantController({
  grantType: DEVICE_CODE,
  request: DeviceCodeRequest,
  speaksFor: 'user',
  refreshToken: true,
  ended: noLonger,
  publicClients: true,
  specification: 'RFC 8628 §3.4',
  summary: 'A device gets tokens once its person has allowed it',
})
export class DeviceCodeController implements Grant<DeviceCodeRequest, 'user'> {
  constructor(private readonly devices: DeviceAuthorizationRepository) {}

  async authorize(request: DeviceCodeRequest, { client }: GrantContext): Promise<UserPlan> {
    const device = await this.find(request, client);
    const ended = standingOfClient(client, device);
    if (ended !== undefined) throw noLonger(ended, device.approval?.userId);
    const approval = await this.approvalOf(device);
    return {
      // The one that was allowed, whatever this request says (attack K06).
      granted: approval.granted,
      wanted: describe(client, approval),
      voucher: { use: () => this.consume(device) },
    };
  }

  private async consume({ id }: DeviceAuthorization): Promise<void> {
    if (!(await this.devices.consume(id))) throw refused('used meanwhile');
  }

  /** Whoever fails here learns nothing and uses nothing up (attacks K02, K07). */
  private async find(request: DeviceCodeRequest, client: Client): Promise<DeviceAuthorization> {
    const device = await this.devices.findByDeviceCode(sha256(request.device_code));
    if (device === undefined) throw refused('unknown device_code');
    if (device.clientId !== client.id) {
      throw refused('the device_code belongs to another client');
    }
    const problem = codeVerifierProblem(request.code_verifier, device.codeChallenge);
    if (problem !== undefined) {
      throw OAuthError.invalidGrant(problem).refusedBy({
        ...{ check: 'code-verifier', spec: 'RFC 7636 §4.6', got: problem },
        expected: 'the code_verifier of the code_challenge in the device authorization request',
      });
    }
    return device;
  }

  /** @throws OAuthError of RFC 8628 §3.5 when there is none (yet) */
  private async approvalOf(device: DeviceAuthorization): Promise<DeviceApproval> {
    if (device.consumed) throw refused('the device_code was used before');
    if (device.denied) throw OAuthError.accessDenied('The person did not allow it.');
    if (device.expiresAt <= epochSeconds()) {
      throw new OAuthError(
        'expired_token',
        'The device_code has expired. Ask for a new one.',
      ).refusedBy({
        ...{ check: 'device-code', spec: 'RFC 8628 §3.5' },
        ...{ expected: 'a device_code in its time', got: 'one that has expired' },
      });
    }
    if (device.approval !== undefined) return device.approval;
    if (await this.devices.recordPoll(device.id)) {
      throw new OAuthError('authorization_pending', 'Nobody has allowed or denied it yet.');
    }
    throw new OAuthError('slow_down', 'Wait five seconds longer between requests from now on.');
  }
}

/** RFC 8628 §3.5 has an error for what was allowed and is not any more. */
function noLonger(reason: string, userId?: string): OAuthError {
  const error = OAuthError.accessDenied('It is not allowed any more.', reason);
  return error.refusedBy(notStanding(reason, userId));
}

function refused(reason: string): OAuthError {
  return OAuthError.invalidGrant(reason).refusedBy({
    ...{ check: 'device-code', spec: 'RFC 8628 §3.5', got: reason },
    expected: 'a device_code of this client that was not used before',
  });
}

function describe(client: Client, { session, ...approval }: DeviceApproval): NewAuthorization {
  const { id: sessionId, authTime, factors } = session;
  return { client, grantType: DEVICE_CODE, sessionId, authTime, factors, ...approval };
}
