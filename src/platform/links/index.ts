/**
 * Links that do something once, for whoever holds them: those that are mailed, and that of `reset-admin`.
 *
 * Owns what makes a link, how it is recognised and that it is used once. What it is for is the business of the
 * module that makes it. Every module above `housekeeping` may import it.
 */
export * from './links.js';
export * from './links.module.js';
