/**
 * The OP iframe of OpenID Connect Session Management 1.0 (§3.2), in which an application asks whether
 * the person is still signed in.
 *
 * Sees: sessions, for the cookie that the frame reads.
 */
export * from './check-session.module.js';
