import type { Check } from '#protocol';
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

/** With the name of its file, by which admins know it. */
export type Named<Step> = readonly [name: Check, step: Step];

/** What is checked first: after a failure here RFC 6749 §4.1.2.1 forbids to redirect. */
export const checksBeforeRedirect: readonly Named<UnsafeCheck>[] = [
  ['duplicates', checkUnsafeDuplicates],
  ['client', checkClient],
  ['redirect-uri', checkRedirectUri],
];

/** As many of them as say who asks, before it is known what. */
export const checksOfTheClient: readonly Named<UnsafeCheck>[] = [
  ['duplicates', checkUnsafeDuplicates],
  ['client', checkClient],
];

/** And after. Response type and mode come first, because they say how the other errors travel. */
export const checksAfterRedirect: readonly Named<SafeCheck>[] = [
  ['response-type', checkResponseType],
  ['response-mode', checkResponseMode],
  ['duplicates', checkDuplicates],
  ['state', checkState],
  ['registration', checkRegistration],
  ['scope', checkScope],
  ['resource', checkResource],
  ['nonce', checkNonce],
  ['code-challenge', checkCodeChallenge],
  ['prompt', checkPrompt],
  ['max-age', checkMaxAge],
  ['id-token-hint', checkIdTokenHint],
  ['claims', checkClaims],
];
