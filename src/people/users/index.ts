/**
 * People: their accounts, profile claims (OIDC Core §5.1), roles and passwords, how a password is
 * checked, and the admin API over them.
 *
 * Owns the table of users and the rules of what may be a username, an e-mail address or a password.
 * A password is checked here and nowhere else, so that no path forgets the limits on guessing. Every
 * module above it may import it.
 */
export * from './addresses/addresses.js';
export * from './addresses/rescue.js';
export { checkReach, checkSight } from './admin/admin-power.js';
export * from './admin-roles.js';
export * from './reached-people.js';
export * from './credentials/authenticator-reset.js';
export * from './credentials/breached-sign-ins.js';
export { BREACHED_FILE, RECORD } from './credentials/breached-passwords.js';
export * from './credentials/second-factor-duty.js';
export * from './credentials/second-factors.js';
export * from './credentials/first-admin.js';
export * from './credentials/known-devices.js';
export * from './credentials/mail-budgets.js';
export * from './credentials/password-change.js';
export * from './credentials/password-links.js';
export * from './credentials/password-policy.js';
export * from './credentials/password-rules.js';
export * from './credentials/password-sign-in.js';
export * from './credentials/passwords.section.js';
export * from './credentials/recovery.js';
export * from './admission.js';
export * from './groups-of-user.js';
export { emailError } from './login-identifier.js';
export { UserDetailResponse, UserResponse } from './admin/user.response.js';
export * from './own-account/own-account.js';
export * from './own-account/own-account.section.js';
export * from './own-account/own-profiles.js';
export type { OwnClaim, Writable } from './own-account/plan-own-profile.js';
export * from './permitted-scope.js';
export { PersonalData } from './personal-data.js';
export * from './released-claims.js';
export * from './standard-claims.js';
export * from './provisioning/provided-groups.js';
export * from './provisioning/provisioned-people.js';
export * from './sign-up/sign-up.js';
export * from './sign-up/sign-up.section.js';
export * from './sign-up/sign-up-requests.js';
export * from './sign-up/sign-up-terms.js';
export * from './user.js';
export * from './user-endings.js';
export * from './user-names.js';
export { UserRepository } from './user.repository.js';
export * from './users.module.js';
export { UsersController } from './admin/users.controller.js';
export { ListUsersRequest } from './admin/user.request.js';
export { UserDataController } from './admin/user-data.controller.js';
export { LastSignIns } from './search/last-sign-ins.js';
