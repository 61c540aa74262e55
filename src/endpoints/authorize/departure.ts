import type { Client } from '#registry/clients';
import { renderPage, sendPage } from '#platform/http';
import { hostOf, pageClient } from '#people/sign-in';
import { type ResponseMode, sendForm } from './response-modes/index.js';

/**
 * Leaves for a client that nobody has verified by way of a page that shows where it leads, so that our
 * address cannot be used to send people to a stranger's site (RFC 9700 §4.11.2; attack A14).
 */
export function departure(client: Client, mode: ResponseMode): Pick<ResponseMode, 'write'> {
  return {
    write(reply, redirectUri, parameters) {
      const uri = mode.link(redirectUri, parameters);
      if (uri === undefined) {
        sendForm(reply, redirectUri, parameters);
        return;
      }
      const shown = { client: pageClient(client), redirectHost: hostOf(redirectUri), uri };
      sendPage(reply, renderPage('departure', shown));
    },
  };
}
