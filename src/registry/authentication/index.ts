/**
 * What sign-ins have to reach: the names of authentication contexts, and who has to have a second factor.
 *
 * Owns the settings about it. Every module above it may import it; whether somebody reaches it is found out where
 * people sign in (`people/sign-in`).
 */
export * from './authentication.module.js';
export * from './authentication-contexts.js';
export * from './second-factor.section.js';
