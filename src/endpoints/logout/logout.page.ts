import { definePage } from '#platform/http';
import { clientLinksPart, clientPart, type PageClient } from '#people/sign-in';

/** Posts `pinned` back, which `csrf` vouches for. */
export interface LogoutPage {
  action: string;
  csrf: string;
  pinned?: readonly { name: string; value: string }[] | undefined;
  /** What was wrong with an application's request; the person may still sign out. */
  error?: { code: string; description: string; reference: string } | undefined;
  user?: { name: string } | undefined;
  client?: { name: string; unverified?: boolean | undefined } | undefined;
  /** Where "Stay signed in" leads; `/account` when absent. */
  cancelUrl?: string | undefined;
}

export const logoutPage = definePage<LogoutPage>(import.meta.url, 'logout');

/** An application that nobody has verified, and where it would have the person sent. */
export interface Stranger {
  client: PageClient;
  host: string;
}

export interface SignedOutPage {
  /** The way back to the application; only http, https and private-use schemes are shown. */
  onward?: { uri: string; name: string; stranger?: Stranger | undefined } | undefined;
  /** Addresses of other applications that learn of it in hidden frames (Front-Channel Logout 1.0). */
  frames?: readonly string[] | undefined;
  /** The identity provider at which they may still be signed in. */
  elsewhere?: { name: string; uri: string } | undefined;
}

export const signedOutPage = definePage<SignedOutPage>(import.meta.url, 'signed-out', [
  clientPart,
  clientLinksPart,
]);
