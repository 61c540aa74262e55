/**
 * The append-only record of who did what: sign-ins, consents, refusals, administration.
 *
 * Owns the event types and their rows. Issuing tokens is counted and logged, not audited: an event
 * each would cost more than the token. Every module above it may import it.
 */
export * from './audit-log.js';
export * from './audit.module.js';
export * from './event.js';
export * from './events.js';
