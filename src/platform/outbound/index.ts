/**
 * Requests that Gatehouse itself makes, to addresses that somebody else chose: the one fetcher with its
 * limits against being used on our own network, and the keys that clients and issuers publish.
 *
 * Owns every connection out. Every module above it may import it; no other module may open one.
 */
export * from './encryption-key.js';
export * from './logos.js';
export * from './outbound-documents.js';
export * from './outbound-error.js';
export * from './outbound.module.js';
export * from './published-keys.js';
export type { OutboundAnswer } from './request.js';
