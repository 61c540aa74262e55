import type { ResponseMode } from './response-mode.js';

/** In the fragment, which browsers send to no server. */
export const fragmentMode: ResponseMode = {
  name: 'fragment',
  link,
  write(reply, redirectUri, parameters) {
    void reply.redirect(link(redirectUri, parameters), 303);
  },
};

function link(redirectUri: string, parameters: URLSearchParams): string {
  return `${redirectUri}#${parameters.toString()}`;
}
