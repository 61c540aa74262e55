import { startOwnWorld } from '../../support/application.js';
import { type Call, type Calls, call, type Scene } from '../scene.js';

async function userInfoToken(scene: Scene): Promise<string> {
  const client = await scene.client;
  const user = await scene.world.createUser({
    name: 'Alice Example',
    picture: 'https://people.example/alice.png',
    birthdate: '1990-12-31',
    phone_number: '+14255550123',
    address: { country: 'United States' },
  });
  const scope = 'openid profile email address phone';
  return (await scene.world.tokens({ client, user, scope })).access_token;
}

const userInfo = (): Call[] => [
  call(200, 'a person signed in', async (scene) => ({ token: await userInfoToken(scene) })),
  call(400, 'the Authorization header is malformed', () => ({
    headers: { authorization: 'Bearer not one token' },
  })),
  call(401, 'there is no access token'),
  call(401, 'the token is not one of ours', () => ({ token: 'nothing' })),
  call(403, 'the token is not about who signed in', async (scene) => {
    const [client, user] = [await scene.client, await scene.person];
    const { access_token } = await scene.world.tokens({ client, user, scope: 'profile' });
    return { token: access_token };
  }),
];

export const readingCalls: Calls = {
  'GET /userinfo': userInfo(),
  'POST /userinfo': [
    ...userInfo(),
    call(200, 'the token is in the form', async (scene) => ({
      form: { access_token: await userInfoToken(scene) },
    })),
  ],
  'GET /.well-known/openid-configuration': [call(200, 'anybody asks')],
  'GET /.well-known/oauth-authorization-server': [call(200, 'anybody asks')],
  'GET /.well-known/oauth-protected-resource': [call(200, 'anybody asks')],
  'GET /.well-known/oauth-protected-resource/{resource}': [
    call(200, 'anybody asks about one of ours', () => ({ path: { resource: 'admin' } })),
    call(404, 'there is no such API', () => ({ path: { resource: 'https://nobody.example' } })),
  ],
  'GET /jwks': [call(200, 'anybody asks')],
  'GET /health/live': [call(200, 'the process runs')],
  'GET /health/ready': [
    call(200, 'the database answers'),
    call(503, 'the database is gone', async () => {
      const world = await startOwnWorld();
      await world.application.dataSource.destroy();
      return world.get('/health/ready');
    }),
  ],
};
