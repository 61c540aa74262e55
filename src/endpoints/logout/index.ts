/**
 * `/logout`: ends the sign-in session of the browser, after asking, and sends the person back to the
 * client that asked (OpenID Connect RP-Initiated Logout 1.0).
 *
 * Owns the confirmation and the "Signed out" page, and how clients are told that a session ended:
 * through the browser (Front-Channel Logout 1.0) and directly (Back-Channel Logout 1.0). Imported by
 * the application module only.
 */
export * from './logout.module.js';
