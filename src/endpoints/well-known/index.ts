/**
 * The metadata documents and the JWK Set (RFC 8414, OIDC Discovery, RFC 7517).
 *
 * Owns nothing: what it publishes is read from the registries, so that it is always what the server does.
 * Imported by the application module only.
 */
export * from './well-known.module.js';
