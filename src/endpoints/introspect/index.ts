/**
 * `POST /introspect` (RFC 7662): whether a token is good at this moment, asked of the database.
 *
 * Owns who may ask about which token. Imported by the application module only.
 */
export * from './introspect.module.js';
