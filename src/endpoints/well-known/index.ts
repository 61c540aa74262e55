/**
 * The metadata documents and the JWK Set (RFC 8414, OIDC Discovery, RFC 7517).
 *
 * Owns nothing: what it publishes is read from the registries, so that it cannot say what is not so.
 * Imported by the application module only.
 */
export * from './well-known.module.js';
