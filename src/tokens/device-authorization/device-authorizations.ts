import { Injectable } from '@nestjs/common';
import { randomId, randomToken, sha256 } from '#platform/crypto';
import { isUniqueViolation } from '#platform/database';
import { epochSeconds } from '#protocol';
import { DEVICE_CODE_LIFETIME, type DeviceRequest, POLL_INTERVAL } from './device-authorization.js';
import { DeviceAuthorizationRepository } from './device-authorization.repository.js';
import { randomUserCode } from './user-code.js';

/** The prefix lets secret scanners recognise a leaked code. */
const CODE_PREFIX = 'gh_dc_';

/** How long a device that comes too late is told so. */
const REMEMBERED_FOR = 3600;

/** The two codes of a request: one for the device, one for its person (RFC 8628 §3.2). */
export interface DeviceCodes {
  readonly deviceCode: string;
  readonly userCode: string;
}

/** Takes the requests of devices. */
@Injectable()
export class DeviceAuthorizations {
  constructor(private readonly repository: DeviceAuthorizationRepository) {}

  /** @returns the codes of a new request; of the device code only a digest is stored */
  async begin(request: DeviceRequest): Promise<DeviceCodes> {
    const now = epochSeconds();
    const codes = { deviceCode: CODE_PREFIX + randomToken(), userCode: randomUserCode() };
    try {
      await this.repository.create({
        id: randomId(),
        deviceCodeHash: sha256(codes.deviceCode),
        userCode: codes.userCode,
        clientId: request.clientId,
        granted: request.granted.toString(),
        codeChallenge: request.codeChallenge ?? null,
        pollInterval: POLL_INTERVAL,
        lastPolledAt: null,
        ip: request.ip ?? null,
        userId: null,
        sessionId: null,
        consentId: null,
        credentialVersion: null,
        accessVersion: null,
        roleVersion: null,
        groupVersion: null,
        clientEndedVersion: request.endedVersion,
        authTime: null,
        factors: null,
        approvedAt: null,
        deniedAt: null,
        consumedAt: null,
        createdAt: now,
        codeExpiresAt: now + DEVICE_CODE_LIFETIME,
        expiresAt: now + DEVICE_CODE_LIFETIME + REMEMBERED_FOR,
      });
    } catch (error) {
      // Somebody else's device shows the same letters.
      if (isUniqueViolation(error)) return this.begin(request);
      throw error;
    }
    return codes;
  }
}
