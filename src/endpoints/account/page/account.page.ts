import { type PageScope, type PageUser, scopesPart } from '#people/sign-in';
import { definePage, definePart } from '#platform/http';

/**
 * The page where people look after their own account. Forms post `csrf` and
 * - to `passwordAction`: `current_password`, `new_password`, `new_password_again`, and, for
 *   when it comes twice, `credential_version` and `username` with `username_token`, which vouches for it;
 * - to `revokeSessionAction`: `session_id`;
 * - to `revokeConsentAction`: `consent_id`;
 * - to `endAuthorizationAction`: `authorization_id`;
 * - to `renameAuthenticatorAction`: `authenticator_id` and `name`, to `removeAuthenticatorAction` the first alone.
 */
export interface AccountPage {
  csrf: string;
  usernameToken: string;
  credentialVersion: number;
  user: PageUser & { email?: string | undefined; sub: string };
  /** Absent where nobody can be mailed; the address is confirmed by a form, and changed on a page. */
  verifyEmailAction?: string | undefined;
  changeEmailUrl?: string | undefined;
  /** Profile claims in words, in the order shown. */
  /** What a new password has to be like. */
  passwordRule: string;
  profile: readonly { label: string; value: string }[];
  passwordAction: string;
  /** Beside the password; and what could be added. */
  authenticators: readonly AccountAuthenticator[];
  enrolments: readonly { path: string; title: string }[];
  /** Where accounts elsewhere are linked; absent where there are none. */
  linkedUrl?: string | undefined;
  /** Where people see and take along what is stored about them. */
  dataUrl: string;
  renameAuthenticatorAction: string;
  removeAuthenticatorAction: string;
  sessions: readonly AccountSession[];
  consents: readonly AccountConsent[];
  authorizations: readonly AccountAuthorization[];
  revokeSessionAction: string;
  revokeConsentAction: string;
  endAuthorizationAction: string;
  /** Where "Sign out" leads; `/logout` when absent. */
  logoutUrl?: string | undefined;
  /** What was just done, such as "Password changed". */
  notice?: string | undefined;
  /** Why the password was not changed, and whether it is the new one that will not do. */
  passwordError?: { text: string; aboutNew: boolean } | undefined;
}

export interface AccountSession {
  id: string;
  startedAt: number;
  lastSeenAt: number;
  /** The session this page was opened with. */
  current: boolean;
  /** The `User-Agent` header at sign-in. */
  userAgent?: string | undefined;
}

export interface AccountAuthenticator {
  id: string;
  name: string;
  /** What it is. */
  title: string;
  createdAt: number;
  /** Whether it can have another name. */
  renamed: boolean;
}

export interface AccountConsent {
  id: string;
  clientName: string;
  scopes: readonly PageScope[];
  grantedAt: number;
}

/** Access that goes on when nobody is signed in. */
export interface AccountAuthorization {
  id: string;
  clientName: string;
  begunAt: number;
  lastUsedAt: number;
}

export const accountPage = definePage<AccountPage>(import.meta.url, 'account', [
  definePart(import.meta.url, '_account-profile'),
  definePart(import.meta.url, '_account-password'),
  definePart(import.meta.url, '_account-authenticators'),
  definePart(import.meta.url, '_account-linked'),
  definePart(import.meta.url, '_account-sessions'),
  definePart(import.meta.url, '_account-consents', [scopesPart]),
  definePart(import.meta.url, '_account-authorizations'),
  definePart(import.meta.url, '_account-data'),
]);
