/**
 * Assertion issuers: others whose signed word about who somebody is Gatehouse takes for a token
 * (RFC 7521 §3, RFC 7523 §2.1), their keys, and what tokens may come of it.
 *
 * Owns the table of issuers and the admin API over it. Every module above it may import it; what an
 * assertion must say is decided by the grant.
 */
export * from './assertion-issuer.js';
export { AssertionIssuerRepository } from './assertion-issuer.repository.js';
export * from './assertion-issuers.module.js';
export { AssertionIssuersController } from './admin/assertion-issuers.controller.js';
export { CreateAssertionIssuerRequest } from './admin/assertion-issuer.request.js';
