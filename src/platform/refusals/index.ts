/**
 * Why requests were refused: the check, what it expected and what it got, under the reference that people and
 * developers are shown.
 *
 * Owns the table `errors`, and what of a request may be kept in it. Whoever refuses says why
 * (`OAuthError.refusedBy`); everything else follows behind the answer.
 */
export { textOf } from './facts-text.js';
export * from './refusal.entity.js';
export * from './refusal-log.js';
export * from './refusal.repository.js';
export * from './refusals.module.js';
