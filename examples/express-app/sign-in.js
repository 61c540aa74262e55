// @ts-check
import passport from 'passport';
import OpenIDConnectStrategy from 'passport-openidconnect';

/**
 * What the application keeps of somebody who is signed in.
 *
 * @typedef {{ subject: string, name: string, email: string | undefined, idToken: string }} Person
 */

/**
 * The one thing that changes in an application that uses passport already: this strategy instead of
 * the one that asked for a password.
 *
 * @param {import('./registration.js').Provider} provider
 * @returns {import('passport').Authenticator}
 */
export function signInWith({ metadata, clientId, clientSecret, callback }) {
  const people = new passport.Passport();
  people.use(
    new OpenIDConnectStrategy(
      {
        issuer: metadata.issuer,
        authorizationURL: metadata.authorization_endpoint,
        tokenURL: metadata.token_endpoint,
        userInfoURL: metadata.userinfo_endpoint,
        clientID: clientId,
        clientSecret,
        callbackURL: callback,
        scope: ['profile', 'email'],
        nonce: true,
        // Names are told at userinfo, not in the ID token (OpenID Connect Core section 5.4).
        skipUserProfile: false,
      },
      verify,
    ),
  );
  // All of it into the session: there is no table of people here. One that has, keeps its own id.
  people.serializeUser((person, done) => done(null, person));
  people.deserializeUser((person, done) => done(null, /** @type {Express.User} */ (person)));
  return people;
}

/**
 * Here an application finds the account of its own, by issuer and subject: an e-mail address may
 * change hands, a subject never does (OpenID Connect Core section 5.7).
 *
 * @param {string} _issuer
 * @param {{ id: string, displayName?: string, username?: string, emails?: { value: string }[] }} profile
 * @param {object} _context
 * @param {string} idToken
 * @param {(error: unknown, person?: Person) => void} done
 */
function verify(_issuer, profile, _context, idToken, done) {
  done(null, {
    subject: profile.id,
    name: profile.displayName ?? profile.username ?? profile.id,
    email: profile.emails?.[0]?.value,
    idToken,
  });
}
