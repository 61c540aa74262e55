// @ts-check
import Fastify from 'fastify';
import { portFromEnvironment, run, StartError, urlFromEnvironment } from '../shared/start.js';
import { directoryOf } from '../shared/state.js';
import { bearerGuard } from './bearer.js';
import { PhotoStore } from './photos.js';
import { register } from './registration.js';
import { routes } from './routes.js';
import { createValidator } from './validation.js';

await run(async () => {
  const issuer = urlFromEnvironment('GATEHOUSE', 'http://localhost:3000');
  const port = portFromEnvironment(4001);
  const identifier = urlFromEnvironment('PHOTO_LIBRARY', `http://localhost:${port}`);
  const mode = process.env['VALIDATION'] || 'jwt';
  if (mode !== 'jwt' && mode !== 'introspection') {
    throw new StartError('VALIDATION must be jwt or introspection.');
  }

  const configuration = await register(issuer, identifier);
  const validate = createValidator(mode, configuration, identifier);
  const app = Fastify({ bodyLimit: 2 * 1024 * 1024 });
  const photos = new PhotoStore(`${directoryOf('photo-library')}/photos`);
  routes(app, { issuer, identifier, photos, guard: bearerGuard(identifier, validate) });
  await app.listen({ port, host: 'localhost' });
  console.log(`Photo library at ${identifier}, tokens of ${issuer} validated by ${mode}`);
  return app;
});
