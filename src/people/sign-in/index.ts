/**
 * Interactions: authorization requests, and visits to the account page, that wait for a person to
 * sign in or to consent.
 *
 * Owns the pages at /interaction, how people sign in with a password, and the facts established on
 * the way. What they mean for the request is decided where it goes on (`returnTo`).
 */
export * from './interaction.js';
export { noAccessPage } from './interaction.page.js';
export * from './sign-in.module.js';
export * from './interactions.js';
export * from './newcomers.js';
export * from './page-clients.js';
export * from './page-parts.js';
export { Reauthentication } from './reauthentication.js';
export * from './session.guard.js';
export * from './assessment.js';
export * from './authenticators/person-authenticators.js';
export * from './floors.js';
export * from './requirement.js';
export * from './sign-in.js';
export * from './methods/passport-bridge.js';
export * from './methods/sign-in-method.js';
export * from './methods/sign-in-methods.js';
export * from './methods/upstream/account-linking.js';
export * from './methods/upstream/linked-accounts.js';
export * from './methods/upstream/upstream-logout.js';
export { UserAuthenticatorsController } from './authenticators/admin/user-authenticators.controller.js';
