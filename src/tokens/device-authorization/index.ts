/**
 * Requests of devices that cannot show a login page (RFC 8628), from their two codes to the one
 * successful poll.
 *
 * Owns the table in which they wait and every decision about them that only one may make: approve,
 * deny, consume, and whether a poll came too soon. The pages and the grant above it share it.
 */
export * from './device-authorization.js';
export * from './device-authorization.repository.js';
export * from './device-authorizations.js';
export * from './device-authorization.module.js';
export * from './user-code.js';
