/**
 * The grant types of RFC 6749 and its extensions, one folder each.
 *
 * A grant finds out what was authorized and returns it; everything else happens at the token
 * endpoint. Grants never import one another, and nothing but the application module imports them.
 */
export * from './grants.module.js';
