import { CHANNEL } from './initializer.script.js';

/**
 * The script of the page on which a sign-in ends. It hands the answer to the page of Swagger UI that
 * asked for it, which knows the code verifier, and closes the window.
 */
export const oauth2RedirectScript = `'use strict';
(() => {
  const answer = location.search;
  const channel = new BroadcastChannel(${JSON.stringify(CHANNEL)});
  channel.addEventListener('message', ({ data }) => {
    if (data.received === new URLSearchParams(answer).get('state')) window.close();
  });
  // The code is of no use in the history.
  history.replaceState(null, '', location.pathname);
  channel.postMessage({ answer });
})();
`;
