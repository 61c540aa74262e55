import { type Query } from '../../support/browser.js';
import { openDevicePage } from '../../support/device.js';
import { pkce } from '../../support/pkce.js';
import { pushed } from '../../support/pushed.js';
import { type Calls, call, type Scene } from '../scene.js';

/** A sound authorization request. */
async function request(scene: Scene, changes: Query = {}): Promise<Query> {
  const { client_id, redirect_uris } = await scene.client;
  const { code_challenge, code_challenge_method } = pkce();
  return {
    ...{ response_type: 'code', client_id, redirect_uri: redirect_uris[0], scope: 'openid' },
    ...{ state: 'contract', code_challenge, code_challenge_method },
    ...changes,
  };
}

/** A sound logout request, of a client to which the person has been signed in. */
async function logoutRequest(scene: Scene): Promise<Query> {
  const post_logout_redirect_uri = 'https://client.example/bye';
  const client = await scene.world.registerClient({
    post_logout_redirect_uris: [post_logout_redirect_uri],
  });
  const { id_token } = await scene.world.tokens({ client, user: await scene.person });
  return { id_token_hint: id_token, post_logout_redirect_uri, state: 'contract' };
}

/** As far as the answer after a person has signed in, at `/authorize/{uid}`. */
async function resumed(scene: Scene, parameters: Query) {
  const [client, user] = [await scene.client, await scene.person];
  const { browser } = await scene.world.authorize({ client, user, parameters });
  const answer = browser.history.findLast(({ url }) => url.pathname.startsWith('/authorize/'));
  if (answer === undefined) throw new Error('the browser was never sent on');
  return answer;
}

export const browserCalls: Calls = {
  'GET /authorize': [
    call(303, 'somebody has to sign in', async (scene) => ({ query: await request(scene) })),
    call(303, 'the request was pushed', async ({ world, client }) => {
      const request_uri = await pushed(world, await client);
      return { query: { client_id: (await client).client_id, request_uri } };
    }),
    call(303, 'the request is refused', async (scene) => ({
      query: await request(scene, { scope: 'no-such-scope' }),
    })),
    call(200, 'the answer is to be posted', async (scene) => ({
      query: await request(scene, { prompt: 'none', response_mode: 'form_post' }),
    })),
    call(400, 'the client is unknown', async (scene) => ({
      query: await request(scene, { client_id: 'nobody' }),
      headers: { accept: 'text/html' },
    })),
    call(400, 'the client is unknown and JSON is asked for', async (scene) => ({
      query: await request(scene, { client_id: 'nobody' }),
      headers: { accept: 'application/json' },
    })),
  ],
  'POST /authorize': [
    call(303, 'the request is sound', async (scene) => ({ form: await request(scene) })),
    call(200, 'it is refused and the answer is to be posted', async (scene) => ({
      form: await request(scene, { scope: 'no-such-scope', response_mode: 'form_post' }),
    })),
    call(400, 'the redirect URI is another one', async (scene) => ({
      form: await request(scene, { redirect_uri: 'https://elsewhere.example' }),
    })),
  ],
  'GET /authorize/{uid}': [
    call(303, 'the person has allowed it', (scene) => resumed(scene, {})),
    call(200, 'the answer is to be posted', (scene) =>
      resumed(scene, { response_mode: 'form_post' }),
    ),
    call(400, 'nobody was asked'),
  ],
  'GET /logout': [
    call(200, 'nobody is signed in'),
    call(303, 'an ID token says where to go on', async (scene) => ({
      query: await logoutRequest(scene),
    })),
    call(400, 'the URI is another one', async (scene) => ({
      query: { ...(await logoutRequest(scene)), post_logout_redirect_uri: 'https://else.example' },
    })),
    call(400, 'the hint is nothing and JSON is asked for', () => ({
      query: { id_token_hint: 'nothing' },
      headers: { accept: 'application/json' },
    })),
  ],
  'POST /logout': [
    call(303, 'the request is sound', async (scene) => ({ form: await logoutRequest(scene) })),
    call(400, 'the client is unknown', () => ({ form: { client_id: 'nobody' } })),
  ],
  'GET /check-session': [call(200, 'a page embeds it')],
  'GET /device': [
    call(200, 'somebody is signed in', async ({ world, person }) => {
      const { page } = await openDevicePage(world, await person);
      return page;
    }),
    call(303, 'nobody is signed in'),
  ],
};
