import { definePage, definePart } from '#platform/http';
import {
  clientLinksPart,
  clientPart,
  type PageClient,
  type PageScope,
  type PageUser,
  scopesPart,
  userPart,
} from '#people/sign-in';

/** Posts `user_code` (RFC 8628 section 3.3). */
export interface DevicePage {
  action: string;
  csrf: string;
  userCode?: string | undefined;
  error?: string | undefined;
}

export const devicePage = definePage<DevicePage>(import.meta.url, 'device');

/** When and where a device asked. */
export interface DeviceAsked {
  at: number;
  minutesAgo: number;
  /** Undefined when it is not known. */
  ip: string | undefined;
  /** Whether the person who reads this is there as well. */
  sameNetwork: boolean;
}

/** Posts `user_code`, so that the answer meets the request that was shown. */
export interface DeviceConfirmPage {
  action: string;
  cancelAction: string;
  csrf: string;
  client: PageClient;
  scopes: readonly PageScope[];
  userCode: string;
  asked: DeviceAsked;
  user: PageUser;
}

export const deviceConfirmPage = definePage<DeviceConfirmPage>(import.meta.url, 'device-confirm', [
  clientPart,
  clientLinksPart,
  scopesPart,
  userPart,
  definePart(import.meta.url, '_device-asked'),
]);

export const deviceDonePage = definePage<{ approved: boolean }>(import.meta.url, 'device-done');
