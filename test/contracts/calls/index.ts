import { type Call, type Calls, call, type Request, type Scene } from '../scene.js';
import { accessListCalls } from './access-lists.calls.js';
import { accountCalls } from './account.calls.js';
import { assertionIssuerCalls } from './assertion-issuers.calls.js';
import { browserCalls } from './browser.calls.js';
import { clientCalls } from './clients.calls.js';
import { configurationCalls } from './configuration.calls.js';
import { errorCalls } from './errors.calls.js';
import { explainCalls } from './explain.calls.js';
import { eventCalls } from './events.calls.js';
import { webhookCalls } from './webhooks.calls.js';
import { groupCalls } from './groups.calls.js';
import { externalIdCalls } from './external-ids.calls.js';
import { identityProviderCalls } from './identity-providers.calls.js';
import { keyCalls } from './keys.calls.js';
import { mailCalls } from './mail.calls.js';
import { readingCalls } from './reading.calls.js';
import { registrationCalls } from './registration.calls.js';
import { resourceServerCalls } from './resource-servers.calls.js';
import { roleCalls } from './roles.calls.js';
import { settingsCalls } from './settings.calls.js';
import { tokenCalls } from './tokens.calls.js';
import { userCalls } from './users.calls.js';

/** Operations on one thing that has a version. */
const VERSIONED = new RegExp(
  '(?:/admin/(?:clients|users|resource-servers|assertion-issuers|identity-providers|groups|roles|initial-access-tokens|webhooks)/\\{\\w+\\}(?:/secret|/secrets(?:/\\{id\\}(?:/leaked)?)?)?' +
    '|/admin/[a-z-]+/by-external-id/\\{external_id\\}|/register/\\{client_id\\}|/admin/settings/(?:attributes|branding|claims|languages|limits|own-account|passwords|refresh-tokens|second-factor|sign-in|sign-up)|/account/api/(?:profile|password))$',
);

/** The first call of an operation, which succeeds, with a condition that does not hold. */
function conditional(operation: string, [success]: readonly Call[]): readonly Call[] {
  if (success === undefined || !VERSIONED.test(operation)) return [];
  // A list has no version.
  if (/^GET .*\/secrets$/.test(operation)) return [];
  const withHeader = (headers: Record<string, string>) => async (scene: Scene) => {
    const request = (await success.make(scene)) as Request;
    return { ...request, headers };
  };
  return operation.startsWith('GET ')
    ? [call(304, 'this version is known', withHeader({ 'if-none-match': '"0", *' }))]
    : [call(412, 'it is another version by now', withHeader({ 'if-match': '"999"' }))];
}

/** What has no answer of its own says what would come of it. */
function rehearsed(operation: string, [success]: readonly Call[]): readonly Call[] {
  if (success?.status !== 204 || !operation.includes(' /admin/')) return [];
  const make = async (scene: Scene) => {
    const request = (await success.make(scene)) as Request;
    return { ...request, query: { ...request.query, dry_run: 'true' } };
  };
  return [call(200, 'it is a dry run', make)];
}

/** How to call every documented operation, and how to be refused in every documented way. */
const unconditional: Calls = {
  ...clientCalls,
  ...explainCalls,
  ...configurationCalls,
  ...userCalls,
  ...accessListCalls,
  ...resourceServerCalls,
  ...assertionIssuerCalls,
  ...identityProviderCalls,
  ...groupCalls,
  ...roleCalls,
  ...externalIdCalls,
  ...registrationCalls,
  ...settingsCalls,
  ...webhookCalls,
  ...keyCalls,
  ...errorCalls,
  ...eventCalls,
  ...mailCalls,
  ...accountCalls,
  ...tokenCalls,
  ...browserCalls,
  ...readingCalls,
};

export const calls: Calls = Object.fromEntries(
  Object.entries(unconditional).map(([operation, all]) => [
    operation,
    [...all, ...conditional(operation, all), ...rehearsed(operation, all)],
  ]),
);
