import express from 'express';
import session from 'express-session';
import passport from 'passport';
import OAuth2Strategy from 'passport-oauth2';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, BASE, PORT } = process.env;

const strategy = new OAuth2Strategy(
  {
    authorizationURL: `${ISSUER}/authorize`,
    tokenURL: `${ISSUER}/token`,
    clientID: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    callbackURL: REDIRECT_URI,
    scope: ['openid', 'profile', 'email', 'groups'],
    state: true,
  },
  (accessToken, refreshToken, profile, done) => done(null, profile),
);
// Its documentation: "strategies that extend it override userProfile".
strategy._oauth2.useAuthorizationHeaderforGET(true);
strategy.userProfile = function (accessToken, done) {
  this._oauth2.get(`${ISSUER}/userinfo`, accessToken, (error, body) =>
    error ? done(error) : done(null, JSON.parse(body)),
  );
};
passport.use(strategy);
passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user, done) => done(null, user));

express()
  .use(session({ secret: 'interop', resave: false, saveUninitialized: false }))
  .use(passport.authenticate('session'))
  .get('/', passport.authenticate('oauth2'))
  .get('/callback', passport.authenticate('oauth2', { successRedirect: '/me' }))
  .get('/me', (request, response) => response.json(request.user))
  .listen(PORT, '127.0.0.1');
