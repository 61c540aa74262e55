import { randomUUID } from 'node:crypto';
import type { World } from '../world.js';
import type { Known, Target } from './request.js';

/** Parameters of the endpoints that people's browsers visit, which no API document describes. */
const AUTHORIZATION = `response_type client_id redirect_uri scope state nonce code_challenge
  code_challenge_method prompt max_age id_token_hint login_hint acr_values display ui_locales
  claims_locales claims request request_uri response_mode resource registration`.split(/\s+/);
const LOGOUT = 'id_token_hint client_id post_logout_redirect_uri state logout_hint csrf'.split(' ');
const PAGES: readonly Target[] = [
  { method: 'GET', path: '/authorize', members: AUTHORIZATION },
  { method: 'POST', path: '/authorize', members: AUTHORIZATION },
  { method: 'GET', path: '/authorize/{uid}', members: ['error'] },
  { method: 'GET', path: '/interaction/{uid}', members: [] },
  { method: 'POST', path: '/interaction/{uid}/login', members: ['username', 'password', 'csrf'] },
  { method: 'POST', path: '/interaction/{uid}/consent', members: ['csrf', 'scope'] },
  { method: 'POST', path: '/interaction/{uid}/cancel', members: ['csrf'] },
  { method: 'POST', path: '/interaction/{uid}/account', members: ['csrf'] },
  { method: 'GET', path: '/device', members: ['user_code'] },
  { method: 'POST', path: '/device', members: ['user_code', 'csrf'] },
  { method: 'POST', path: '/device/approve', members: ['user_code', 'csrf'] },
  { method: 'GET', path: '/logout', members: LOGOUT },
  { method: 'POST', path: '/logout', members: LOGOUT },
  { method: 'GET', path: '/account', members: [] },
  {
    method: 'POST',
    path: '/account/password',
    members: ['csrf', 'current_password', 'new_password'],
  },
  { method: 'GET', path: '/docs', members: ['url', 'configUrl'] },
  { method: 'GET', path: '/assets/{name}', members: [] },
];

interface OpenApi {
  paths: Record<
    string,
    Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>
  >;
  components: { schemas: Record<string, Schema> };
}
interface Schema {
  $ref?: string;
  properties?: Record<string, unknown>;
  oneOf?: Schema[];
}

/** Every documented operation, and every page. New ones are found by themselves. */
export async function targetsOf(world: World): Promise<Target[]> {
  const document = (await world.get('/openapi.json')).json as OpenApi;
  const membersOf = ({ $ref, properties, oneOf }: Schema): string[] => {
    const referred = $ref && document.components.schemas[$ref.split('/').at(-1) ?? ''];
    if (referred) return membersOf(referred);
    return [...Object.keys(properties ?? {}), ...(oneOf ?? []).flatMap(membersOf)];
  };
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      members: [
        ...new Set(
          Object.values(requestBody?.content ?? {}).flatMap(({ schema }) => membersOf(schema)),
        ),
        'limit',
        'cursor',
      ],
    })),
  );
  // Making keys takes seconds, and is for few.
  return [...operations.filter(({ path }) => path !== '/admin/keys/rotate'), ...PAGES];
}

/** Somebody with a session, a client with every kind of token, and an administrator. */
export async function knownOf(world: World): Promise<Known> {
  const client = await world.registerClient({
    client_name: 'Fuzzed',
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    post_logout_redirect_uris: ['https://client.example/bye'],
  });
  const user = await world.createUser();
  const { browser } = await world.authorize({ client, user, scope: 'openid' });
  const tokens = await world.tokens({ client, user, scope: 'openid offline_access' });
  const { code } = await world.authorizationCode({ client, user, scope: 'openid' });
  const visitor = world.browser();
  const asked = await visitor.get('/account');
  const uid = asked.location?.pathname.split('/').at(-1) ?? '';
  const basic = Buffer.from(`${client.client_id}:${client.client_secret}`).toString('base64');
  const admin = await world.admin.token();
  return {
    values: [
      ...[client.client_id, client.client_secret ?? '', user.sub, user.username, code],
      ...[uid, tokens.access_token, tokens.refresh_token ?? '', tokens.id_token ?? ''],
      ...[
        'https://client.example/callback',
        'openid profile offline_access',
        'code',
        'S256',
        'query',
      ],
      ...['authorization_code', 'refresh_token', 'client_credentials', 'login', 'none', '60', 'en'],
      ...['urn:ietf:params:oauth:grant-type:token-exchange', 'refresh_token', 'RS256', 'pairwise'],
      ...[
        'urn:ietf:params:oauth:token-type:access_token',
        'client_secret_basic',
        'private_key_jwt',
      ],
      ...['{"id_token":{"acr":{"essential":true}}}', 'A'.repeat(43), randomUUID(), world.issuer],
    ],
    authorizations: [
      `Basic ${basic}`,
      `Bearer ${tokens.access_token}`,
      `Bearer ${admin}`,
      `Bearer ${'x'.repeat(200)}`,
      'Basic ###',
      'Basic ' + Buffer.from('\0:\xff').toString('base64'),
      'Digest a="b"',
    ],
    cookies: [
      browser.cookies.header,
      visitor.cookies.header,
      'session=x',
      '=',
      'a=%zz; a=b',
      'x='.repeat(500),
    ],
  };
}
