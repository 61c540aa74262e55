import type { SafeCheck, UnsafeCheck } from './check.js';
import { checkClaims } from './claims.check.js';
import { checkClient } from './client.check.js';
import { checkCodeChallenge } from './code-challenge.check.js';
import { checkDuplicates, checkUnsafeDuplicates } from './duplicates.check.js';
import { checkIdTokenHint } from './id-token-hint.check.js';
import { checkMaxAge } from './max-age.check.js';
import { checkNonce } from './nonce.check.js';
import { checkPrompt } from './prompt.check.js';
import { checkRedirectUri } from './redirect-uri.check.js';
import { checkRegistration } from './registration.check.js';
import { checkResource } from './resource.check.js';
import { checkResponseMode } from './response-mode.check.js';
import { checkResponseType } from './response-type.check.js';
import { checkScope } from './scope.check.js';
import { checkState } from './state.check.js';

export type { CheckServices, SafeDraft, UnsafeDraft } from './check.js';

/** What is checked first: after a failure here RFC 6749 §4.1.2.1 forbids to redirect. */
export const checksBeforeRedirect: readonly UnsafeCheck[] = [
  checkUnsafeDuplicates,
  checkClient,
  checkRedirectUri,
];

/** As many of them as say who asks, before it is known what. */
export const checksOfTheClient: readonly UnsafeCheck[] = [checkUnsafeDuplicates, checkClient];

/** And after. Response type and mode come first, because they say how the other errors travel. */
export const checksAfterRedirect: readonly SafeCheck[] = [
  checkResponseType,
  checkResponseMode,
  checkDuplicates,
  checkState,
  checkRegistration,
  checkScope,
  checkResource,
  checkNonce,
  checkCodeChallenge,
  checkPrompt,
  checkMaxAge,
  checkIdTokenHint,
  checkClaims,
];
