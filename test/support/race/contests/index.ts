import type { Contest } from '../race.js';
import { bearerAssertionId, clientAssertionId } from './assertions.js';
import { passwords, userCodes } from './attempts.js';
import { authorizationCode, deviceCode, refreshToken, userCode } from './grants.js';
import { accessToRegister, interaction, ownRegistration, pushedRequest } from './requests.js';

/** Everything that may be used once, or so many times. */
export const contests: readonly Contest[] = [
  authorizationCode,
  refreshToken,
  deviceCode,
  userCode,
  pushedRequest,
  interaction,
  clientAssertionId('private_key_jwt'),
  clientAssertionId('client_secret_jwt'),
  bearerAssertionId,
  accessToRegister(1),
  accessToRegister(3),
  ownRegistration,
  passwords,
  userCodes,
];
