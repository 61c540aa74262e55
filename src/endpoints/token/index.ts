/**
 * `POST /token` (RFC 6749 §3.2): the pipeline that every grant type runs through, and the registry
 * in which grant types are found.
 *
 * Owns everything that grants share: client authentication comes first, parameters are checked
 * against the grant's declarations, tokens are minted last. Grants import what they implement here.
 */
export * from './grant.js';
export * from './grant-registry.js';
export * from './token.module.js';
export * from './token-explainer.js';
export * from './token-plan.js';
