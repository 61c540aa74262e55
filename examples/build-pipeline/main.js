// @ts-check
import { run, urlFromEnvironment } from '../shared/start.js';
import { deployApi } from './deploy-api.js';
import { deploy } from './job.js';
import { register } from './registration.js';

/** The deploy API and one job of the pipeline, in one process only so that one command shows both. */
await run(async () => {
  const issuer = urlFromEnvironment('GATEHOUSE', 'http://localhost:3000');
  const username = process.env['PERSON'] || 'admin';

  const pipeline = await register(issuer);
  const api = deployApi(pipeline.configuration.serverMetadata());
  const address = await api.listen({ host: 'localhost', port: 0 });
  try {
    const { number, commit, by } = await deploy(pipeline, address, username);
    console.log(
      `Deployment ${number}: commit ${commit.slice(0, 8)}, pushed by ${username} (sub ${by}).`,
    );
  } finally {
    await api.close();
  }
  return { close: async () => undefined };
});
