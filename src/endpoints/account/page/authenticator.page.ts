import { definePage } from '#platform/http';

/** Sets up one more way to sign in; its fields are the method's own. */
export interface AuthenticatorPage {
  id: string;
  title: string;
  /** The name of the template with its fields, and what it shows. */
  part: string;
  fields: Readonly<Record<string, unknown>>;
  error?: string | undefined;
  action: string;
  cancelUrl: string;
  csrf: string;
  submit: string;
  submitId: string;
  script?: string | undefined;
  scriptNonce?: string | undefined;
}

export const authenticatorPage = definePage<AuthenticatorPage>(import.meta.url, 'authenticator');
