/**
 * What tokens tell under names that admins choose: claims of a client or an API, and the attributes of people that an
 * enterprise declares itself (ADR 14).
 *
 * Owns the settings about attributes. Every module above it may import it; the values stand with the people
 * (`people/users`).
 */
export * from './attributes.js';
export * from './attributes.section.js';
export * from './check-custom-claims.js';
export * from './claims.module.js';
export * from './custom-claim.js';
export * from './custom-claim.request.js';
