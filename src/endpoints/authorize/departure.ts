import { definePage } from '#platform/http';
import type { Spoken } from '#platform/texts';
import { clientLinksPart, clientPart, hostOf, type PageClient } from '#people/sign-in';
import { type ResponseMode, sendForm } from './response-modes/index.js';

/** Where a client that nobody verified would have the person sent, and a link to it. */
export interface DeparturePage {
  client: PageClient;
  redirectHost: string;
  /** On the web, or by a private-use scheme. */
  uri: string;
}

export const departurePage = definePage<DeparturePage>(import.meta.url, 'departure', [
  clientPart,
  clientLinksPart,
]);

/**
 * Leaves for a client that nobody has verified by way of a page that shows where it leads, so that our
 * address cannot be used to send people to a stranger's site (RFC 9700 §4.11.2; attack A14).
 */
export function departure(
  client: Spoken<PageClient>,
  mode: ResponseMode,
): Pick<ResponseMode, 'write'> {
  return {
    write(browser, redirectUri, parameters) {
      const uri = mode.link(redirectUri, parameters);
      if (uri === undefined) {
        sendForm(browser, redirectUri, parameters);
        return;
      }
      const shown = { client, redirectHost: hostOf(redirectUri), uri };
      browser.show(departurePage.render(shown));
    },
  };
}
