import { definePage } from '#platform/http';

/** A button, which posts `csrf` and `link`. */
export interface EmailLinkPage {
  title: string;
  lead: string;
  submit: string;
  csrf: string;
  action: string;
  link: string;
  username: string;
  email: string;
}

export const emailLinkPage = definePage<EmailLinkPage>(import.meta.url, 'email-link');
export const emailLinkDonePage = definePage<{ title: string; lead: string; accountUrl: string }>(
  import.meta.url,
  'email-link-done',
);
