import { definePage, definePart } from '#platform/http';
import {
  clientLinksPart,
  clientPart,
  type PageClient,
  type PageScope,
  type PageUser,
  scopesPart,
  userPart,
} from './page-parts.js';

/** A form for each way on: of signing in, of a second factor, of getting one. Cancel posts to `cancelAction`. */
export interface LoginPage {
  title: string;
  lead?: string | undefined;
  cancelAction: string;
  /** Where somebody puts it off, and until when they may. */
  later?: { action: string; until: number } | undefined;
  csrf: string;
  client: PageClient;
  methods: readonly LoginForm[];
  /** The form of another method, where the person has one. */
  anotherWay?: { url: string; title: string } | undefined;
  /** Paths of assets; they run under `scriptNonce` and on this page only. */
  scripts: readonly string[];
  scriptNonce?: string | undefined;
  /** Whether they may ask to stay signed in, as `keep` in each form; and whether they have. */
  keep?: boolean;
  kept?: boolean;
  /** For how many days they may have this browser trusted, as `trust`; 0: not at all. */
  trustDays?: number;
  /** Where somebody goes who has forgotten their password; absent where nobody can be mailed. */
  forgotUrl?: string | undefined;
  /** Where somebody makes an account; absent where admins make them. */
  signUpUrl?: string | undefined;
}

/** As one method fills it in; Cancel stands in the first. */
export interface LoginForm {
  /** Of the elements in it that are about it. */
  id: string;
  action: string;
  /** Below it are the method's own endpoints. */
  callAction?: string | undefined;
  /** The name of the template with its fields, and what it shows. */
  part: string;
  fields: Readonly<Record<string, unknown>>;
  error?: string | undefined;
  buttons: readonly { id: string; text: string; name?: string; value?: string }[];
}

/** The fields with which somebody chooses another password. */
export const newPasswordPart = definePart(import.meta.url, '_new-password');

export const loginPage = definePage<LoginPage>(import.meta.url, 'login', [
  clientPart,
  clientLinksPart,
]);

/** Posts nothing but `csrf`; "Use another account" posts to `otherAction`. */
export interface SelectAccountPage {
  action: string;
  otherAction: string;
  cancelAction: string;
  csrf: string;
  client: PageClient;
  user: PageUser;
}

export const selectAccountPage = definePage<SelectAccountPage>(import.meta.url, 'select-account', [
  clientPart,
  clientLinksPart,
  userPart,
]);

/** Going on posts `csrf`, and `user_code` for a device, to `cancelAction`; there is nothing to allow. */
export interface NoAccessPage {
  /** Absent where nobody else can be asked. */
  otherAction?: string | undefined;
  cancelAction: string;
  csrf: string;
  userCode?: string | undefined;
  client: PageClient;
  user: PageUser;
}

export const noAccessPage = definePage<NoAccessPage>(import.meta.url, 'no-access', [
  clientPart,
  clientLinksPart,
  userPart,
]);

/** Posts nothing but `csrf`, "Not you?" to `otherAction`: what is consented to stays pinned on the server. */
export interface ConsentPage {
  action: string;
  otherAction: string;
  cancelAction: string;
  csrf: string;
  client: PageClient;
  user: PageUser;
  scopes: readonly PageScope[];
  resources: readonly { name: string }[];
  offlineAccess: boolean;
  redirectHost: string;
}

export const consentPage = definePage<ConsentPage>(import.meta.url, 'consent', [
  clientPart,
  clientLinksPart,
  scopesPart,
  userPart,
]);
