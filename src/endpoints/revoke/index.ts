/**
 * `POST /revoke` (RFC 7009): clients give tokens back.
 *
 * Owns the rule that nobody can take another client's token. Imported by the application module only.
 */
export * from './revoke.module.js';
