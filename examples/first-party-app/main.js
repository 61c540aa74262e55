// @ts-check
import * as client from 'openid-client';
import { run, urlFromEnvironment } from '../shared/start.js';
import { askForCredentials } from './credentials.js';
import { register } from './registration.js';
import { Refused, signIn } from './sign-in.js';

await run(async () => {
  const issuer = urlFromEnvironment('GATEHOUSE', 'http://localhost:3000');
  const configuration = await register(issuer);
  try {
    const tokens = await signIn(configuration, await askForCredentials());
    const subject = tokens.claims()?.sub ?? client.skipSubjectCheck;
    const person = await client.fetchUserInfo(configuration, tokens.access_token, subject);
    console.log(`Good evening, ${person.name ?? person.preferred_username ?? person.sub}.`);
    // A real one keeps the refresh token and forgets the password, which it never stores.
    await client.tokenRevocation(configuration, tokens.refresh_token ?? tokens.access_token);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    console.log(error.message);
    process.exitCode = 1;
  }
  return { close: async () => undefined };
});
