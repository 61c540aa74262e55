/**
 * Clients that registered themselves (RFC 7591, RFC 7592): on whose terms, with which registration
 * access token, and the initial access tokens that admins hand out.
 *
 * Sees: clients, which decides whether metadata are sound.
 */
export * from './admissions.js';
export * from './registration.module.js';
export * from './client-registrations.js';
