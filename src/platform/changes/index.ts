/**
 * How everything changes that a management API can change: planned without asking anybody, checked with
 * those who have to be asked, applied in one transaction with its events, guarded by a version.
 *
 * Owns no table: each aggregate brings its plan and how it is stored. Also what HTTP knows of versions
 * (RFC 9110 §13: `ETag`, `If-Match`, `If-None-Match`).
 */
export * from './aggregate.js';
export * from './author.js';
export * from './changes.js';
export * from './changes.module.js';
export * from './difference.js';
export * from './dry-run.js';
export * from './dry-run.response.js';
export * from './effects.js';
export * from './entity-tag.js';
export * from './external-id.js';
export * from './plan.js';
export * from './put.js';
export * from './refused-change.js';
export * from './warning.response.js';
