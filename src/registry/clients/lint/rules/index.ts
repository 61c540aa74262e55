import type { LintRule } from '../lint-rule.js';
import { assertionAudience } from './assertion-audience.rule.js';
import { browserLoopback } from './browser-loopback.rule.js';
import { browserRefresh } from './browser-refresh.rule.js';
import { browserTokens } from './browser-tokens.rule.js';
import { firstPartyElsewhere } from './first-party-elsewhere.rule.js';
import { implicitGrant } from './implicit-grant.rule.js';
import { manySecrets } from './many-secrets.rule.js';
import { noAudience } from './no-audience.rule.js';
import { noContact } from './no-contact.rule.js';
import { oldSecret } from './old-secret.rule.js';
import { passwordGrant } from './password-grant.rule.js';
import { pkceOptional } from './pkce-optional.rule.js';
import { privateScheme } from './private-scheme.rule.js';
import { responseType } from './response-type.rule.js';
import { secretExpires } from './secret-expires.rule.js';
import { sharedHost } from './shared-host.rule.js';
import { sharedSecret } from './shared-secret.rule.js';
import { unknownScope } from './unknown-scope.rule.js';
import { unusedSecret } from './unused-secret.rule.js';

/** Every rule; a new one is a file and a line. */
export const LINT_RULES: readonly LintRule[] = [
  assertionAudience,
  passwordGrant,
  implicitGrant,
  responseType,
  pkceOptional,
  privateScheme,
  sharedHost,
  firstPartyElsewhere,
  noAudience,
  sharedSecret,
  browserLoopback,
  browserRefresh,
  browserTokens,
  oldSecret,
  unusedSecret,
  secretExpires,
  manySecrets,
  noContact,
  unknownScope,
];
