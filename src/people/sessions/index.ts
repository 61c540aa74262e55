/**
 * Sign-in sessions of browsers, shared by all clients: single sign-on.
 *
 * Owns the session cookie and its rows, idle and absolute timeouts, the rule that a new proof of
 * identity gets a new cookie, and which clients have to hear that a session ended. Does not know how
 * people prove who they are, nor how clients are told.
 */
export * from './current-session.decorator.js';
export * from './session.js';
export { SESSION_EXPIRES_AT, SessionLimits } from './session-limits.js';
export { SIGN_IN } from './sign-in.section.js';
export * from './session-clients.js';
export { SessionResponse } from './session.response.js';
export * from './session-state.js';
export type { SignedIn } from './session.repository.js';
export { BROWSER_STATE_COOKIE } from './session-cookies.js';
export { Sessions } from './sessions.js';
export { TrustedBrowsers } from './trusted-browsers/trusted-browsers.js';
export { TrustedBrowsersResponse } from './trusted-browsers/trusted-browsers.response.js';
export * from './sessions.module.js';
export * from './upstream-sessions.js';
export {
  ListUserSessionsRequest,
  UserSessionsController,
} from './admin/user-sessions.controller.js';
