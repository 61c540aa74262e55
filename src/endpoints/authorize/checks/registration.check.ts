import { OAuthError } from '#protocol';
import type { SafeCheck } from './check.js';

/** Clients are registered before they ask; on the way nothing is registered (OIDC Core §7.2.1). */
export const checkRegistration: SafeCheck = ({ parameters }) => {
  if (!parameters.has('registration')) return;
  throw new OAuthError('registration_not_supported', 'registration is not supported.').refusedBy({
    ...{ check: 'registration', spec: 'OIDC Core §7.2.1' },
    ...{ expected: 'no parameter registration', got: { parameter: 'registration' } },
  });
};
