import { decide, DEVICE_CODE, registerDevice, startDevice } from '../../support/device.js';
import { push } from '../../support/pushed.js';
import { basic } from '../../support/registered-client.js';
import { type Call, type Calls, call, type Scene } from '../scene.js';

const authenticated = async (scene: Scene) => ({ authorization: basic(await scene.client) });

/** What every endpoint refuses at which clients authenticate. */
const authenticating = (path: string): Call[] => [
  call(401, 'there is no client authentication', () => ({ form: { token: 'x' } })),
  call(401, 'the secret is wrong', async (scene) => ({
    headers: { authorization: basic({ ...(await scene.client), client_secret: 'wrong' }) },
    form: { token: 'x' },
  })),
  call(429, 'the secret was wrong many times', async (scene) => {
    const client = { ...(await scene.world.registerClient()), client_secret: 'wrong' };
    const headers = { authorization: basic(client) };
    const attempt = () => scene.send({ method: 'POST', path }, { headers, form: { token: 'x' } });
    let answer = await attempt();
    for (let i = 0; i < 100 && answer.status === 401; i++) answer = await attempt();
    return answer;
  }),
];

async function accessToken(scene: Scene): Promise<string> {
  const [client, user] = [await scene.client, await scene.person];
  return (await scene.world.tokens({ client, user })).access_token;
}

async function deviceOf({ world }: Scene) {
  const client = await registerDevice(world);
  return { client_id: client.client_id, codes: await startDevice(world, client) };
}

export const tokenCalls: Calls = {
  'POST /token': [
    call(200, 'a code is exchanged', async (scene) => {
      const [client, user] = [await scene.client, await scene.person];
      const { code, redirect_uri, code_verifier } = await scene.world.authorizationCode({
        client,
        user,
        scope: 'openid offline_access',
      });
      const form = { grant_type: 'authorization_code', code, redirect_uri, code_verifier };
      return { headers: await authenticated(scene), form };
    }),
    call(200, 'a refresh token is exchanged', async (scene) => {
      const [client, user] = [await scene.client, await scene.person];
      const { refresh_token } = await scene.world.tokens({ client, user });
      const form = { grant_type: 'refresh_token', refresh_token };
      return { headers: await authenticated(scene), form };
    }),
    call(200, 'a service asks in its own name', async (scene) => ({
      headers: { authorization: basic(await scene.service) },
      form: { grant_type: 'client_credentials' },
    })),
    call(200, 'a device asks whose person has allowed it', async (scene) => {
      const { client_id, codes } = await deviceOf(scene);
      await decide(scene.world, await scene.person, codes);
      return { form: { grant_type: DEVICE_CODE, client_id, device_code: codes.device_code } };
    }),
    call(400, 'a device asks whose person has not decided', async (scene) => {
      const { client_id, codes } = await deviceOf(scene);
      return { form: { grant_type: DEVICE_CODE, client_id, device_code: codes.device_code } };
    }),
    call(400, 'there is no grant type', async (scene) => ({
      headers: await authenticated(scene),
      form: {},
    })),
    call(400, 'the grant type is unknown', async (scene) => ({
      headers: await authenticated(scene),
      form: { grant_type: 'password', username: 'admin', password: 'x' },
    })),
    call(400, 'the client may not use the grant', async (scene) => ({
      headers: await authenticated(scene),
      form: { grant_type: 'client_credentials' },
    })),
    call(400, 'the code is unknown', async (scene) => ({
      headers: await authenticated(scene),
      form: { grant_type: 'authorization_code', code: 'x' },
    })),
    call(400, 'the scope is not the client’s', async (scene) => ({
      headers: { authorization: basic(await scene.service) },
      form: { grant_type: 'client_credentials', scope: 'users:write' },
    })),
    ...authenticating('/token'),
  ],
  'POST /device_authorization': [
    call(200, 'a device asks', async ({ world }) => ({
      form: { client_id: (await registerDevice(world)).client_id, scope: 'openid profile' },
    })),
    call(400, 'nobody knows the scope', async ({ world }) => ({
      form: { client_id: (await registerDevice(world)).client_id, scope: 'bogus' },
    })),
    call(400, 'the client may not use the grant', async (scene) => ({
      headers: await authenticated(scene),
      form: { scope: 'openid' },
    })),
    ...authenticating('/device_authorization'),
  ],
  'POST /par': [
    call(201, 'the request is sound', async (scene) => push(scene.world, await scene.client)),
    call(400, 'the redirect URI is another one', async (scene) =>
      push(scene.world, await scene.client, { redirect_uri: 'https://elsewhere.example' }),
    ),
    ...authenticating('/par'),
  ],
  'POST /introspect': [
    call(200, 'an access token is good', async (scene) => ({
      headers: await authenticated(scene),
      form: { token: await accessToken(scene) },
    })),
    call(200, 'a refresh token is good', async (scene) => {
      const [client, user] = [await scene.client, await scene.person];
      const { refresh_token } = await scene.world.tokens({ client, user });
      return { headers: await authenticated(scene), form: { token: refresh_token } };
    }),
    call(200, 'the token is unknown', async (scene) => ({
      headers: await authenticated(scene),
      form: { token: 'x' },
    })),
    call(400, 'there is no token', async (scene) => ({
      headers: await authenticated(scene),
      form: {},
    })),
    ...authenticating('/introspect'),
  ],
  'POST /revoke': [
    call(200, 'the token is good', async (scene) => ({
      headers: await authenticated(scene),
      form: { token: await accessToken(scene) },
    })),
    call(200, 'the token is unknown', async (scene) => ({
      headers: await authenticated(scene),
      form: { token: 'x' },
    })),
    call(400, 'there is no token', async (scene) => ({
      headers: await authenticated(scene),
      form: {},
    })),
    ...authenticating('/revoke'),
  ],
};
