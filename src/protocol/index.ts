/**
 * The vocabulary of OAuth 2 and OpenID Connect, free of any framework: errors, parameters, scopes,
 * redirect URIs, PKCE, JWK rules and the registered values of the specifications.
 *
 * Owns no state and imports nothing but Node. Every other module may import it.
 */
export * from './oauth-error.js';
export * from './refusal.js';
export * from './parameters.js';
export * from './reserved-claims.js';
export * from './response-type.js';
export * from './scope.js';
export * from './granted.js';
export * from './factors.js';
export * from './registered-values.js';
export * from './time.js';
export * from './absolute-uri.js';
export * from './resource-identifier.js';
export * from './redirect-uri.js';
export * from './authentication-context.js';
export * from './claims-request.js';
export * from './algorithms.js';
export * from './code-challenge.js';
export * from './display-text.js';
export * from './jwk.js';
export * from './jwt-facts.js';
