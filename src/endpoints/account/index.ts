/**
 * Where people look after their own account: the page `/account`, the API `/account/api` for
 * applications that they allow to, and the welcome page at `/`.
 *
 * Owns no data, only the rule that a change of credentials needs the current ones. Imported by the
 * application module only.
 */
export * from './account.module.js';
export { Activity } from './page/activity.js';
export { methodsInWords } from './page/proofs-in-words.js';
