import { foundIf, isInBrowser, type LintRule } from '../lint-rule.js';

const ONE_DAY = 24 * 3600;

export const browserRefresh: LintRule = {
  name: 'browser-refresh',
  profiles: ['rfc10017'],
  severity: 'warning',
  spec: 'RFC 10017 §6.3',
  detail:
    'Its refresh tokens live in a browser for more than a day: whoever once runs a script there has them for as long.',
  passing: {
    metadata: { token_endpoint_auth_method: 'none', refresh_token_lifetime: ONE_DAY },
  },
  failing: {
    metadata: { token_endpoint_auth_method: 'none', refresh_token_lifetime: 30 * ONE_DAY },
  },
  find(client) {
    const { grant_types: grants, refresh_token_lifetime: lifetime } = client.metadata;
    const wrong = grants.includes('refresh_token') && (lifetime ?? Infinity) > ONE_DAY;
    return foundIf(isInBrowser(client) && wrong, {
      ...{ pointer: '/refresh_token_lifetime', found: lifetime ?? null },
      fix: { refresh_token_lifetime: ONE_DAY },
      // What nobody has decided is as we do it.
      ...(lifetime === undefined ? { severity: 'info' } : {}),
    });
  },
};
