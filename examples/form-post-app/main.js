// @ts-check
import { createServer } from 'node:http';
import { once } from 'node:events';
import { portFromEnvironment, run, urlFromEnvironment } from '../shared/start.js';
import { application } from './app.js';
import { flowNamed } from './flows.js';
import { register } from './registration.js';
import { SignIn } from './sign-in.js';

await run(async () => {
  const issuer = urlFromEnvironment('GATEHOUSE', 'http://localhost:3000');
  const flow = flowNamed(process.env['RESPONSE_TYPE'] || 'code id_token');
  const port = portFromEnvironment(4005);
  const origin = `http://localhost:${port}`;
  const configuration = await register(issuer, origin, flow);
  const server = createServer(application(new SignIn(configuration, `${origin}/callback`, flow)));
  server.listen(port, 'localhost');
  await once(server, 'listening');
  console.log(`Visitors' book at ${origin}, for people of ${issuer}, by ${flow.responseType}`);
  return {
    close: () => {
      server.closeAllConnections();
      return once(server.close(), 'close');
    },
  };
});
