import { definePage } from '#platform/http';
import {
  clientLinksPart,
  clientPart,
  type PageClient,
  type PageScope,
  type PageUser,
  scopesPart,
  userPart,
} from './page-parts.js';

/** Posts `username` and `password` to `action`; Cancel posts to `cancelAction`. */
export interface LoginPage {
  action: string;
  cancelAction: string;
  csrf: string;
  client: PageClient;
  /** Prefilled: the `login_hint`, or what was typed before. Empty string when unknown. */
  username: string;
  error?: string | undefined;
}

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
