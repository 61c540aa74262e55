import { CONSOLE_PLUGIN } from './console.script.js';
import { SESSION_PLUGIN } from './session.script.js';
import { TIMES_PLUGIN } from './times.script.js';

/** What Swagger UI is started with. Nothing of it comes from the address of the page (attack L28). */
export interface InitializerSettings {
  readonly issuer: string;
  readonly document: string;
  readonly redirectUrl: string;
  readonly clientId: string;
  /** Where people are after they have signed out. */
  readonly home: string;
  /** Ticked when the Authorize dialogue opens. */
  readonly scopes: readonly string[];
}

/** The name under which the window that signs in reports to the page that opened it. */
export const CHANNEL = 'gatehouse-docs';

/**
 * The script that starts Swagger UI.
 *
 * The window that signs in has no reference to this page, whose Cross-Origin-Opener-Policy the login page
 * does not share. It reports by a channel that only pages of this origin can use.
 */
export const initializerScript = (settings: InitializerSettings): string =>
  `'use strict';\n(${START})(${JSON.stringify(settings, null, 2)});\n`;

const START = `(settings) => {
  // Tokens are fetched from the issuer, which another origin may not do.
  if (location.origin !== new URL(settings.issuer).origin) {
    const link = document.createElement('a');
    link.href = link.textContent = settings.issuer + '/docs';
    document.getElementById('swagger-ui').replaceChildren('Gatehouse is at home at ', link);
    return;
  }

  const dark = matchMedia('(prefers-color-scheme: dark)');
  const colour = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
  dark.addEventListener('change', colour);
  colour();

  const changes = () => ({
    wrapComponents: {
      // A field that takes the focus scrolls the Authorize dialogue away from its beginning.
      Input: (Input, { React }) => (props) =>
        React.createElement(Input, { ...props, autoFocus: false }),
      // A parameter without a value is one that was left out (RFC 6749 §3.2): nothing to choose.
      ParameterIncludeEmpty: () => () => null,
    },
  });

  const ui = SwaggerUIBundle({
    url: settings.document,
    dom_id: '#swagger-ui',
    layout: 'BaseLayout',
    presets: [SwaggerUIBundle.presets.apis],
    // The last one is around those before.
    plugins: [changes, (${CONSOLE_PLUGIN})(settings), ${TIMES_PLUGIN}, (${SESSION_PLUGIN})(settings)],
    deepLinking: true,
    // Of 150 lines and more Swagger UI draws only those in sight, which nobody finds in the page.
    docExpansion: 'none',
    defaultModelsExpandDepth: 0,
    tryItOutEnabled: true,
    oauth2RedirectUrl: settings.redirectUrl,
    persistAuthorization: false,
    queryConfigEnabled: false,
    validatorUrl: null,
  });
  ui.initOAuth({
    clientId: settings.clientId,
    scopes: settings.scopes,
    usePkceWithAuthorizationCodeGrant: true,
  });

  const channel = new BroadcastChannel(${JSON.stringify(CHANNEL)});
  channel.addEventListener('message', ({ data }) => {
    const pending = window.swaggerUIRedirectOauth2;
    const answer = new URLSearchParams(data.answer);
    // Every open page of Swagger UI hears this; the state tells whose sign-in it is.
    if (!pending || !pending.state || answer.get('state') !== pending.state) return;
    delete window.swaggerUIRedirectOauth2;
    channel.postMessage({ received: pending.state });
    const { auth, redirectUrl, callback, errCb } = pending;
    const code = answer.get('code');
    if (answer.get('iss') === settings.issuer && code !== null) {
      auth.code = code;
      callback({ auth, redirectUrl });
    } else {
      const words = [answer.get('error'), answer.get('error_description')].filter(Boolean);
      const message = words.join(': ') || 'The answer is not from this server.';
      errCb({ authId: auth.name, source: 'auth', level: 'error', message });
    }
  });
}`;
