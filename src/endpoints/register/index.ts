/**
 * Clients that register themselves (RFC 7591; OIDC Dynamic Client Registration 1.0) and manage what is
 * registered about them (RFC 7592).
 *
 * Owns the initial access tokens with their policies, and who may register on which terms. What a sound
 * registration is, is decided by the clients module, as for admins. Imported by the application module
 * only, and not even there with REGISTRATION=off.
 */
export * from './register.module.js';
