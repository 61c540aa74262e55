// @ts-check
// A row is one file and one line here.
import clientCredentials from './client-credentials.js';
import codeFlow from './code-flow.js';
import discovery from './discovery.js';
import guarded from './guarded.js';
import introspectJwt from './introspect-jwt.js';
import introspectOpaque from './introspect-opaque.js';
import login from './login.js';
import refresh from './refresh.js';
import tokenBesideLogins from './token-beside-logins.js';
import userinfo from './userinfo.js';

export const rows = [
  clientCredentials,
  codeFlow,
  refresh,
  introspectJwt,
  introspectOpaque,
  userinfo,
  discovery,
  guarded,
  login,
  tokenBesideLogins,
];
