// @ts-check
import { styleText } from 'node:util';
import * as client from 'openid-client';
import { renderUnicodeCompact } from 'uqr';
import { run, urlFromEnvironment } from '../shared/start.js';
import { register } from './registration.js';
import { Denied, signIn } from './sign-in.js';

await run(async () => {
  const issuer = urlFromEnvironment('GATEHOUSE', 'http://localhost:3000');
  const configuration = await register(issuer);
  try {
    const tokens = await signIn(configuration, show);
    const subject = tokens.claims()?.sub ?? client.skipSubjectCheck;
    const person = await client.fetchUserInfo(configuration, tokens.access_token, subject);
    console.log(`Good evening, ${person.name ?? person.preferred_username ?? person.sub}.`);
    // A real television keeps the refresh token, and asks nobody again the next evening.
    await client.tokenRevocation(configuration, tokens.refresh_token ?? tokens.access_token);
  } catch (error) {
    if (!(error instanceof Denied)) throw error;
    console.log('You chose not to sign in. That is fine.');
  }
  return { close: async () => undefined };
});

/** @param {client.DeviceAuthorizationResponse} codes */
function show({ user_code, verification_uri, verification_uri_complete }) {
  console.log(`
  To sign in, open  ${verification_uri}
  and type          ${user_code}

  or open           ${verification_uri_complete}

${qrCode(verification_uri_complete ?? verification_uri)}
`);
}

/**
 * @param {string} text
 * @returns {string} for a camera; white on black whatever the colours of the terminal are
 */
function qrCode(text) {
  const code = renderUnicodeCompact(text, { border: 2 });
  return process.stdout.isTTY ? styleText(['whiteBright', 'bgBlack'], code) : code;
}
