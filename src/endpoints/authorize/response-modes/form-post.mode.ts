import { randomToken } from '#platform/crypto';
import { type HttpReply, renderPage, sendPage } from '#platform/http';
import type { ResponseMode } from './response-mode.js';

/** As a form that submits itself (Form Post Response Mode §2). */
export const formPostMode: ResponseMode = {
  name: 'form_post',
  link: () => undefined,
  write(reply, redirectUri, parameters) {
    sendForm(reply, redirectUri, parameters, randomToken());
  },
};

/** @param scriptNonce of the script that submits the form; without one the person does */
export function sendForm(
  reply: HttpReply,
  redirectUri: string,
  parameters: URLSearchParams,
  scriptNonce?: string,
): void {
  const html = renderPage('form-post', {
    action: redirectUri,
    parameters: [...parameters].map(([name, value]) => ({ name, value })),
    nonce: scriptNonce,
  });
  const script = scriptNonce === undefined ? {} : { scriptNonce };
  sendPage(reply, html, { formTargets: [redirectUri], ...script });
}
