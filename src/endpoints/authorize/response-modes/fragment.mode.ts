import type { ResponseMode } from './response-mode.js';

/** In the fragment, which browsers send to no server. */
export const fragmentMode: ResponseMode = {
  name: 'fragment',
  link,
  write(browser, redirectUri, parameters) {
    browser.redirect(link(redirectUri, parameters));
  },
};

function link(redirectUri: string, parameters: URLSearchParams): string {
  return `${redirectUri}#${parameters.toString()}`;
}
