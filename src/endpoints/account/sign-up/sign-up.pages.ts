import { definePage } from '#platform/http';
import { clientLinksPart, clientPart, type PageClient } from '#people/sign-in';

/** Asks for an address; posts `csrf`, `email` and `from`. */
export interface SignUpPage {
  csrf: string;
  action: string;
  /** The application to which they go on, if they came from one. */
  client?: PageClient | undefined;
  /** The uid of the interaction that they came from. */
  from?: string | undefined;
  email: string;
  /** The only domains of addresses that do; empty: any. */
  domains: readonly string[];
  signInUrl: string;
  error?: string | undefined;
}

export const signUpPage = definePage<SignUpPage>(import.meta.url, 'sign-up', [
  clientPart,
  clientLinksPart,
]);

export const signUpSentPage = definePage<{ againUrl: string; signInUrl: string }>(
  import.meta.url,
  'sign-up-sent',
);

/** Asks for a name and a password; posts `csrf` and `link`. */
export interface SignUpConfirmPage {
  csrf: string;
  action: string;
  link: string;
  /** The uid of the interaction that they came from. */
  from?: string | undefined;
  email: string;
  name: string;
  /** What the password has to be like. */
  rule: string;
  /** Whether an admin lets them in. */
  approval: boolean;
  error?: string | undefined;
  /** Whether the error is about the name, or about the password. */
  aboutName: boolean;
  aboutPassword: boolean;
}

export const signUpConfirmPage = definePage<SignUpConfirmPage>(import.meta.url, 'sign-up-confirm');

export const signUpDonePage = definePage<{ waits: boolean; signInUrl: string }>(
  import.meta.url,
  'sign-up-done',
);
