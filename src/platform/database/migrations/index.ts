import { Registry1763712000000 } from './1763712000000-registry.js';
import { Authorizations1763712000001 } from './1763712000001-authorizations.js';
import { Operations1763712000002 } from './1763712000002-operations.js';
import { TokenExchange1764000000000 } from './1764000000000-token-exchange.js';
import { DeviceAuthorizations1764000000001 } from './1764000000001-device-authorizations.js';
import { AssertionIssuers1764000000002 } from './1764000000002-assertion-issuers.js';
import { PushedAuthorizationRequests1764000000030 } from './1764000000030-pushed-authorization-requests.js';
import { SealedSecrets1764000000040 } from './1764000000040-sealed-secrets.js';
import { SelfRegisteredClients1764000000050 } from './1764000000050-self-registered-clients.js';
import { SessionClients1764000000060 } from './1764000000060-session-clients.js';
import { DeviceHint1764000010000 } from './1764000010000-device-hint.js';
import { RequestedClaims1764000020000 } from './1764000020000-requested-claims.js';

/** In the order in which they run. A released migration never changes; a new one is added. */
export const migrations = [
  Registry1763712000000,
  Authorizations1763712000001,
  Operations1763712000002,
  TokenExchange1764000000000,
  DeviceAuthorizations1764000000001,
  AssertionIssuers1764000000002,
  PushedAuthorizationRequests1764000000030,
  SealedSecrets1764000000040,
  SelfRegisteredClients1764000000050,
  SessionClients1764000000060,
  DeviceHint1764000010000,
  RequestedClaims1764000020000,
] as const;
