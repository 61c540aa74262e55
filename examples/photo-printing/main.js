// @ts-check
import Fastify from 'fastify';
import { portFromEnvironment, run, urlFromEnvironment } from '../shared/start.js';
import { findLibrary, PhotoLibrary } from './photo-library-client.js';
import { register } from './registration.js';
import { routes } from './routes.js';
import { Sessions } from './sessions.js';
import { SignIn } from './sign-in.js';

await run(async () => {
  const issuer = urlFromEnvironment('GATEHOUSE', 'http://localhost:3000');
  const library = urlFromEnvironment('PHOTO_LIBRARY', 'http://localhost:4001');
  const port = portFromEnvironment(4002);
  const origin = `http://localhost:${port}`;

  const resource = await findLibrary(library, issuer);
  const { configuration, redirectUri } = await register(issuer, origin);
  const app = Fastify();
  routes(app, {
    origin,
    sessions: new Sessions(),
    signIn: new SignIn(configuration, redirectUri, resource),
    library: new PhotoLibrary(configuration, resource),
  });
  await app.listen({ port, host: 'localhost' });
  console.log(`Photo printing at ${origin}, for people of ${issuer} and photos at ${resource}`);
  return app;
});
