/**
 * Requests of a management API that are done once, however often they are sent
 * (draft-ietf-httpapi-idempotency-key-header-07).
 *
 * Owns the table of their keys, and the answers, sealed. Nothing has to import it but what puts the server together.
 */
export * from './idempotency.module.js';
