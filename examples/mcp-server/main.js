// @ts-check
import { portFromEnvironment, run, urlFromEnvironment } from '../shared/start.js';
import { app } from './app.js';
import { register } from './registration.js';

await run(async () => {
  const issuer = urlFromEnvironment('GATEHOUSE', 'http://localhost:3000');
  const port = portFromEnvironment(4021);
  const identifier = urlFromEnvironment('NOTES', `http://localhost:${port}/mcp`);
  await register(issuer, identifier);
  const server = app(issuer, identifier).listen(port, 'localhost');
  await new Promise((done, fail) => server.once('listening', done).once('error', fail));
  console.log(`MCP server at ${identifier}, for people of ${issuer}`);
  return { close: () => new Promise((done) => server.close(done)) };
});
