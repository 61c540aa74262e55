import { randomToken } from '#platform/crypto';
import { type Browser, definePage } from '#platform/http';
import type { ResponseMode } from './response-mode.js';

/** OAuth 2.0 Form Post Response Mode, section 2. */
export interface FormPostPage {
  /** The redirect URI. Only http and https can take a form: others throw TypeError. */
  action: string;
  parameters: readonly { name: string; value: string }[];
  /** Nonce of this response's `script-src`. Without one the person goes on by hand. */
  nonce?: string | undefined;
}

export const formPostPage = definePage<FormPostPage>(import.meta.url, 'form-post');

/** As a form that submits itself (Form Post Response Mode §2). */
export const formPostMode: ResponseMode = {
  name: 'form_post',
  link: () => undefined,
  write(browser, redirectUri, parameters) {
    sendForm(browser, redirectUri, parameters, randomToken());
  },
};

/** @param scriptNonce of the script that submits the form; without one the person does */
export function sendForm(
  browser: Browser,
  redirectUri: string,
  parameters: URLSearchParams,
  scriptNonce?: string,
): void {
  const page = formPostPage.render({
    action: redirectUri,
    parameters: [...parameters].map(([name, value]) => ({ name, value })),
    nonce: scriptNonce,
  });
  const script = scriptNonce === undefined ? {} : { scriptNonce };
  browser.show(page, { formLeadsAway: true, ...script });
}
