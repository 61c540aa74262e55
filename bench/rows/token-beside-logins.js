// @ts-check
// Password hashing must not stall the rest: the first row again, while logins run at their limit.
import clientCredentials from './client-credentials.js';
import { logins } from './login.js';

/** @type {import('../types.js').Row} */
export default {
  ...clientCredentials,
  name: 'token-beside-logins',
  title: 'the same beside logins',
  beside: (target) => logins(target, 8),
};
