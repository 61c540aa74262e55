// @ts-check
import { createServer } from 'node:http';
import { once } from 'node:events';
import { portFromEnvironment, run, urlFromEnvironment } from '../shared/start.js';
import { application } from './app.js';
import { register } from './registration.js';
import { signInWith } from './sign-in.js';

await run(async () => {
  const issuer = urlFromEnvironment('GATEHOUSE', 'http://localhost:3000');
  const port = portFromEnvironment(4004);
  const origin = `http://localhost:${port}`;
  const provider = await register(issuer, origin);
  const server = createServer(application(signInWith(provider), provider));
  server.listen(port, 'localhost');
  await once(server, 'listening');
  console.log(`Notice board at ${origin}, for people of ${issuer}`);
  return {
    close: () => {
      server.closeAllConnections();
      return once(server.close(), 'close');
    },
  };
});
