import express from 'express';
import session from 'express-session';
import passport from 'passport';
import OpenIDConnectStrategy from 'passport-openidconnect';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, BASE, PORT } = process.env;

passport.use(
  new OpenIDConnectStrategy(
    {
      issuer: ISSUER,
      authorizationURL: `${ISSUER}/authorize`,
      tokenURL: `${ISSUER}/token`,
      userInfoURL: `${ISSUER}/userinfo`,
      clientID: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
      callbackURL: REDIRECT_URI,
      scope: ['profile', 'email'],
    },
    (issuer, profile, done) => done(null, profile),
  ),
);
passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user, done) => done(null, user));

express()
  .use(session({ secret: 'interop', resave: false, saveUninitialized: false }))
  .use(passport.authenticate('session'))
  .get('/', passport.authenticate('openidconnect'))
  .get(
    '/callback',
    passport.authenticate('openidconnect', { failureMessage: true, successRedirect: '/me' }),
  )
  .get('/me', (request, response) => response.json(request.user))
  .listen(PORT, '127.0.0.1');
