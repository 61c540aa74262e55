import type { Calls } from '../scene.js';
import { accountCalls } from './account.calls.js';
import { assertionIssuerCalls } from './assertion-issuers.calls.js';
import { browserCalls } from './browser.calls.js';
import { clientCalls } from './clients.calls.js';
import { keyCalls } from './keys.calls.js';
import { readingCalls } from './reading.calls.js';
import { registrationCalls } from './registration.calls.js';
import { resourceServerCalls } from './resource-servers.calls.js';
import { settingsCalls } from './settings.calls.js';
import { tokenCalls } from './tokens.calls.js';
import { userCalls } from './users.calls.js';

/** How to call every documented operation, and how to be refused in every documented way. */
export const calls: Calls = {
  ...clientCalls,
  ...userCalls,
  ...resourceServerCalls,
  ...assertionIssuerCalls,
  ...registrationCalls,
  ...keyCalls,
  ...settingsCalls,
  ...accountCalls,
  ...tokenCalls,
  ...browserCalls,
  ...readingCalls,
};
