/**
 * Consent: what a person has allowed a client to do in their name, until they take it back.
 *
 * Owns the stored approvals. Whether one is needed is decided at /authorize; whether it still stands
 * when tokens are issued, in `tokens`.
 */
export * from './consent.module.js';
export * from './consents.js';
