/**
 * Authorizations and the tokens that rest on them: access tokens (RFC 9068), refresh tokens with rotation
 * (RFC 9700 §4.14), ID tokens (OIDC Core §2), and the bearer guard of RFC 6750.
 *
 * Owns what is true about a token at this moment. Grants decide what was proven; only the TokenIssuer here
 * mints. Every module above it may import it.
 */
export * from './access-token/access-token.js';
export * from './access-token/access-tokens.js';
export * from './access-token/actor.js';
export * from './authorization/authorization.js';
export * from './authorization/authorization.repository.js';
export * from './authorization/authorizations.js';
export * from './authorization/authorization.request.js';
export * from './authorization/authorization.response.js';
export * from './authorization/live-authorizations.js';
export * from './authorization/named-authorizations.js';
export * from './authorization/standing.js';
export * from './authorization/stored-authorization.js';
export * from './bearer/bearer.guard.js';
export * from './bearer/step-up.js';
export * from './claims/claims.section.js';
export { Contributions } from './claims/contributions.js';
export * from './claims/token-contributor.js';
export * from './client-jwt/client-jwts.js';
export * from './id-token/id-tokens.js';
export * from './logout-token/logout-tokens.js';
export * from './refresh-token/refresh-lifetime.js';
export * from './refresh-token/refresh-token-format.js';
export * from './refresh-token/refresh-token-inspector.js';
export * from './refresh-token/refresh-tokens.js';
export * from './refresh-token/refresh-tokens.section.js';
export * from './targets.js';
export * from './token-issuer.js';
export * from './token-query.request.js';
export * from './token-response.js';
export * from './tokens.module.js';
