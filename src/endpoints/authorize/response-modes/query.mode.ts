import type { ResponseMode } from './response-mode.js';

/** In the query: for a code, which is worth nothing to whoever reads it. */
export const queryMode: ResponseMode = {
  name: 'query',
  link,
  write(browser, redirectUri, parameters) {
    // 303: a browser never posts the login form on to the client (RFC 9700 §4.12).
    browser.redirect(link(redirectUri, parameters));
  },
};

function link(redirectUri: string, parameters: URLSearchParams): string {
  // A registered query component is kept (RFC 6749 §3.1.2).
  const separator = redirectUri.includes('?') ? '&' : '?';
  return `${redirectUri}${separator}${parameters.toString()}`;
}
