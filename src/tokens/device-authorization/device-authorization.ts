import type { Factors, Granted } from '#protocol';

/** The grant type of RFC 8628 §3.4. */
export const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

/** How long a device and its person have, in seconds (attack K01). */
export const DEVICE_CODE_LIFETIME = 600;

/** Seconds between two polls, and by how much that grows for a device that is too fast (§3.5). */
export const POLL_INTERVAL = 5;

/** What a device asks for. */
export interface DeviceRequest {
  readonly clientId: string;
  /** The client's at that time. */
  readonly endedVersion: number;
  readonly granted: Granted;
  /** S256 (RFC 7636 §4.2); whoever polls then has to bring the verifier. */
  readonly codeChallenge: string | undefined;
  /** Where it asks from. */
  readonly ip: string | undefined;
}

/** What a person has allowed. */
export interface DeviceApproval {
  readonly userId: string;
  readonly credentialVersion: number;
  readonly accessVersion: number;
  readonly roleVersion: number;
  readonly groupVersion: number;
  readonly session: {
    readonly id: string;
    readonly authTime: number;
    readonly factors: Factors;
  };
  readonly consentId: string | undefined;
  readonly granted: Granted;
}

/** A request of a device, as it stands. */
export interface DeviceAuthorization extends DeviceRequest {
  readonly id: string;
  readonly userCode: string;
  /** Whom it speaks for; undefined until somebody has allowed it. */
  readonly approval: DeviceApproval | undefined;
  readonly denied: boolean;
  readonly consumed: boolean;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** What a person says to a device. */
export type DeviceDecision = 'approved' | 'denied';
