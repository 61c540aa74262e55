import type { AccountPage } from './account.page.js';
import type { PageClient, PageScope, PageUser } from './page-parts.js';

/**
 * What each server-rendered page shows. Values may be hostile (client names, scope texts, user names,
 * `login_hint`): templates escape all of them. Times are epoch seconds. `action`, `cancelAction` and
 * other `...Action` members are form targets on this origin; every form posts `csrf`.
 */
export interface PageModels {
  login: LoginPage;
  'select-account': SelectAccountPage;
  consent: ConsentPage;
  error: ErrorPage;
  logout: LogoutPage;
  'signed-out': SignedOutPage;
  account: AccountPage;
  'form-post': FormPostPage;
  departure: DeparturePage;
  welcome: WelcomePage;
  problems: ProblemsPage;
  device: DevicePage;
  'device-confirm': DeviceConfirmPage;
  'device-done': DeviceDonePage;
}

export type PageName = keyof PageModels;

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

/** Posts nothing but `csrf`; "Use another account" posts to `otherAction`. */
export interface SelectAccountPage {
  action: string;
  otherAction: string;
  cancelAction: string;
  csrf: string;
  client: PageClient;
  user: PageUser;
}

/** Posts nothing but `csrf`: what is consented to stays pinned on the server. */
export interface ConsentPage {
  action: string;
  cancelAction: string;
  csrf: string;
  client: PageClient;
  user: PageUser;
  scopes: readonly PageScope[];
  resources: readonly { name: string }[];
  offlineAccess: boolean;
  redirectHost: string;
}

export interface ErrorPage {
  /** The error code, such as `invalid_request`. */
  error: string;
  description: string;
  /** What the operator finds in the log. */
  reference?: string | undefined;
  /** Heading; "Authorization error" when absent. */
  title?: string | undefined;
}

/** Posts `pinned` back, which `csrf` vouches for. */
export interface LogoutPage {
  action: string;
  csrf: string;
  pinned?: readonly { name: string; value: string }[] | undefined;
  /** What was wrong with an application's request; the person may still sign out. */
  error?: { code: string; description: string; reference: string } | undefined;
  user?: { name: string } | undefined;
  client?: { name: string } | undefined;
  /** Where "Stay signed in" leads; `/account` when absent. */
  cancelUrl?: string | undefined;
}

export interface SignedOutPage {
  /** The way back to the application; only http, https and private-use schemes are shown. */
  onward?: { uri: string; name: string } | undefined;
  /** Addresses of other applications that learn of it in hidden frames (Front-Channel Logout 1.0). */
  frames?: readonly string[] | undefined;
}

/** OAuth 2.0 Form Post Response Mode, section 2. */
export interface FormPostPage {
  /** The redirect URI. Only http and https can take a form: others throw TypeError. */
  action: string;
  parameters: readonly { name: string; value: string }[];
  /** Nonce of this response's `script-src`. Without one the person goes on by hand. */
  nonce?: string | undefined;
}

/** Where a client that nobody verified would have the person sent, and a link to it. */
export interface DeparturePage {
  client: PageClient;
  redirectHost: string;
  /** On the web, or by a private-use scheme. */
  uri: string;
}

export interface WelcomePage {
  issuer: string;
  docsUrl: string;
  accountUrl: string;
}

/** What `type` of a problem (RFC 9457) leads to. */
export interface ProblemsPage {
  problems: readonly {
    name: string;
    title: string;
    status: number;
    error: string;
    meaning: string;
    whatToDo: string;
  }[];
}

/** Posts `user_code` (RFC 8628 section 3.3). */
export interface DevicePage {
  action: string;
  csrf: string;
  userCode?: string | undefined;
  error?: string | undefined;
}

/** Posts `user_code`, so that the answer meets the request that was shown. */
export interface DeviceConfirmPage {
  action: string;
  cancelAction: string;
  csrf: string;
  client: PageClient;
  scopes: readonly PageScope[];
  userCode: string;
  asked: DeviceAsked;
  user: PageUser;
}

/** When and where a device asked. */
export interface DeviceAsked {
  at: number;
  minutesAgo: number;
  /** Undefined when it is not known. */
  ip: string | undefined;
  /** Whether the person who reads this is there as well. */
  sameNetwork: boolean;
}

export interface DeviceDonePage {
  approved: boolean;
}
