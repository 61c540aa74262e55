import { type PageScope, type PageUser, scopesPart } from '#people/sign-in';
import { definePage, definePart } from '#platform/http';

/** What stands on each page of the account; every form posts `csrf`. */
export interface AccountFrame {
  csrf: string;
  /** Whether there is anywhere to have an account elsewhere. */
  linkable: boolean;
  /** Whether they may do a part of what an admin does, and so have something to do at the desk. */
  desk: boolean;
  /** What was just done, such as "Password changed". */
  notice?: string | undefined;
  /** That it is a good moment to sign out everywhere else. */
  offersSignOut?: boolean | undefined;
}

/** What somebody may change of their profile themselves. */
export interface OwnField {
  name: string;
  label: string;
  value: string;
  autocomplete: string;
  hint?: string | undefined;
  wrong?: boolean | undefined;
}

export interface ProfilePage extends AccountFrame {
  user: PageUser & { email?: string | undefined; sub: string };
  /** Profile claims in words, in the order shown. */
  profile: readonly { label: string; value: string }[];
  fields: readonly OwnField[];
  /** Whose accounts elsewhere the profile is kept up to date from. */
  keptBy: readonly string[];
  /** Whether an address can be confirmed, and changed: both take mail. */
  verifiesEmail: boolean;
  changesEmail: boolean;
  error?: string | undefined;
}

/**
 * Forms post, besides `csrf`, to `/account/password`: `current_password`, `new_password`, `new_password_again`, and, for
 * when it comes twice, `credential_version` and `username` with `username_token`, which vouches for it.
 */
export interface SecurityPage extends AccountFrame {
  user: Pick<PageUser, 'username'>;
  usernameToken: string;
  credentialVersion: number;
  /** With what they sign in, in words. */
  ways: string;
  hasPassword: boolean;
  passwordChangedAt?: number | undefined;
  /** What a new password has to be like. */
  passwordRule: string;
  /** Why the password was not changed, and whether it is the new one that will not do. */
  passwordError?: { text: string; aboutNew: boolean } | undefined;
  /** Beside the password; and what could be added. */
  authenticators: readonly AccountAuthenticator[];
  enrolments: readonly { path: string; title: string }[];
  /** In which the second factor is not asked for; each is ended by `browser_id`. */
  trustedBrowsers: readonly AccountBrowser[];
  /** What scripts tell whoever keeps the person's authenticators: templates with their fields. */
  signals: readonly { part: string; fields: Readonly<Record<string, unknown>> }[];
  scripts: readonly string[];
  scriptNonce?: string | undefined;
}

export interface AccountBrowser {
  id: string;
  createdAt: number;
  expiresAt: number;
  /** The `User-Agent` header when it was trusted. */
  userAgent?: string | undefined;
}

export interface SessionsPage extends AccountFrame {
  sessions: readonly AccountSession[];
}

export interface ApplicationsPage extends AccountFrame {
  consents: readonly AccountConsent[];
  authorizations: readonly AccountAuthorization[];
}

export interface LinkedPage extends AccountFrame {
  linked: readonly {
    id: string;
    name: string;
    email?: string | undefined;
    createdAt: number;
    lastUsedAt: number;
  }[];
  offered: readonly { id: string; name: string }[];
  error?: string | undefined;
}

export interface DataPage extends AccountFrame {
  activity: readonly AccountActivity[];
  /** Whether they may delete their account; the form posts `username`. */
  deletable: boolean;
  deletionError?: string | undefined;
}

export interface AccountSession {
  id: string;
  startedAt: number;
  lastSeenAt: number;
  /** The session this page was opened with. */
  current: boolean;
  /** The `User-Agent` header at sign-in. */
  userAgent?: string | undefined;
  /** From where they signed in. */
  ip?: string | undefined;
  /** How they signed in, in words. */
  proofs: string;
  /** The names of applications that they use in it. */
  applications: readonly string[];
}

export interface AccountAuthenticator {
  id: string;
  name: string;
  /** What it is. */
  title: string;
  createdAt: number;
  lastUsedAt?: number | undefined;
  /** Whether it can have another name. */
  renamed: boolean;
}

export interface AccountConsent {
  id: string;
  clientName: string;
  /** Where the application is at home. */
  uri?: string | undefined;
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

/** Something that happened to the account. */
export interface AccountActivity {
  at: number;
  what: string;
  /** By whom, where it was not the person. */
  by?: string | undefined;
  clientName?: string | undefined;
  ip?: string | undefined;
}

const head = definePart(import.meta.url, '_account-head');

export const profilePage = definePage<ProfilePage>(import.meta.url, 'profile', [head]);
export const securityPage = definePage<SecurityPage>(import.meta.url, 'security', [
  head,
  definePart(import.meta.url, '_account-password'),
  definePart(import.meta.url, '_account-authenticators'),
  definePart(import.meta.url, '_account-trusted'),
]);
export const sessionsPage = definePage<SessionsPage>(import.meta.url, 'sessions', [head]);
export const applicationsPage = definePage<ApplicationsPage>(import.meta.url, 'applications', [
  head,
  definePart(import.meta.url, '_account-consents', [scopesPart]),
  definePart(import.meta.url, '_account-authorizations'),
]);
export const linkedPage = definePage<LinkedPage>(import.meta.url, 'linked', [head]);
export const dataPage = definePage<DataPage>(import.meta.url, 'data', [head]);
