// What a program asks of whoever sets it up, as its own documentation calls it.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { type LocalWorld, type RegisteredUser, startWorld, unique } from '../../support/world.js';

let world: LocalWorld;
let user: RegisteredUser;
beforeAll(async () => {
  world = await startWorld();
  user = await world.createUser();
});

const HOME = 'https://program.example/base';
const create = (query: string, body: object = {}) => world.admin.post(`/clients?${query}`, body);

describe('POST /admin/clients?preset=', () => {
  it.each([
    ['web', [`${HOME}/callback`], 'client_secret_basic'],
    ['spa', [`${HOME}/callback`], 'none'],
    ['native', ['http://127.0.0.1/callback'], 'none'],
    ['machine', [], 'client_secret_basic'],
    ['device', [], 'none'],
    ['mcp', ['http://127.0.0.1/callback', 'http://localhost/callback'], 'none'],
    // kubelogin: "--oidc-redirect-url-hostname ... http://localhost:8000 and http://localhost:18000"
    ['kubernetes', ['http://localhost:8000', 'http://localhost:18000'], 'none'],
    // Grafana: "set the callback URL to http(s)://<grafana>/login/generic_oauth"
    ['grafana', [`${HOME}/login/generic_oauth`], 'client_secret_basic'],
    // GitLab: "/users/auth/openid_connect/callback"
    ['gitlab', [`${HOME}/users/auth/openid_connect/callback`], 'client_secret_basic'],
    // oauth2-proxy: "/oauth2/callback"
    ['oauth2-proxy', [`${HOME}/oauth2/callback`], 'client_secret_basic'],
    // Vault: "/ui/vault/auth/{path}/oidc/callback" and "http://localhost:8250/oidc/callback"
    [
      'vault',
      [`${HOME}/ui/vault/auth/oidc/oidc/callback`, 'http://localhost:8250/oidc/callback'],
      'client_secret_basic',
    ],
    // Argo CD: "https://argocd.example.com/auth/callback"
    ['argocd', [`${HOME}/auth/callback`], 'client_secret_basic'],
    ['jenkins', [`${HOME}/securityRealm/finishLogin`], 'client_secret_basic'],
    ['harbor', [`${HOME}/c/oidc/callback`], 'client_secret_basic'],
  ])('%s', async (preset, redirect_uris, token_endpoint_auth_method) => {
    const { status, json } = await create(`preset=${preset}&url=${encodeURIComponent(`${HOME}/`)}`);
    expect(status).toBe(201);
    expect(json).toMatchObject({ redirect_uris, token_endpoint_auth_method, warnings: [] });
    expect(JSON.stringify(json.configuration)).not.toMatch(/[{]\w+[}]/);
  });

  it('the answer says what to write into the settings of the program', async () => {
    const { json } = await create(`preset=grafana&url=https://grafana.example`);
    expect(json.configuration.settings).toMatchObject({
      GF_AUTH_GENERIC_OAUTH_CLIENT_ID: json.client_id,
      GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET: json.client_secret,
      GF_AUTH_GENERIC_OAUTH_AUTH_URL: `${world.issuer}/authorize`,
      GF_AUTH_GENERIC_OAUTH_TOKEN_URL: `${world.issuer}/token`,
      GF_AUTH_GENERIC_OAUTH_API_URL: `${world.issuer}/userinfo`,
    });
    const { GF_AUTH_GENERIC_OAUTH_SCOPES: scope } = json.configuration.settings;
    const tokens = await world.tokens({ client: json, user, scope });
    expect((await world.userinfo(tokens.access_token)).json).toMatchObject({ sub: user.sub });
  });

  it('what the body says counts, also without a url', async () => {
    const client_name = `Mine ${unique()}`;
    const redirect_uris = ['https://grafana.example/deep/login/generic_oauth'];
    const { json } = await create('preset=grafana', { client_name, redirect_uris });
    expect(json).toMatchObject({ client_name, redirect_uris });
    const without = await create('preset=grafana');
    expect(without.status).toBe(400);
    expect(without.json.errors).toContainEqual(
      expect.objectContaining({ pointer: '/redirect_uris' }),
    );
  });

  it.each(['preset=grafanna', 'preset=constructor', 'preset=web&url=javascript:x', 'presets=web'])(
    '%s is refused by name',
    async (query) => {
      const { status, json } = await create(query, { redirect_uris: ['https://a.example/cb'] });
      expect(status).toBe(400);
      expect(json.errors ?? json.parameters).toBeDefined();
    },
  );

  it('M11 a preset gives nobody power, and the settings of none are told without one', async () => {
    for (const { metadata } of (await world.admin.get('/client-presets')).json.items) {
      expect(metadata).not.toHaveProperty('first_party');
      expect(metadata).not.toHaveProperty('scope');
    }
    const { json } = await create('', {
      client_name: 'X',
      redirect_uris: ['https://a.example/cb'],
    });
    expect(json.configuration).not.toHaveProperty('settings');
  });
});

describe('POST /admin/resource-servers?preset=', () => {
  it.each([
    // Spring Security: "the default decoder trusts RS256 and the type JWT only"
    ['spring', 'RS256', 'JWT', 'spring.security.oauth2.resourceserver.jwt.audiences'],
    ['quarkus', 'RS256', 'JWT', 'quarkus.oidc.token.audience'],
    ['nimbus', 'RS256', 'JWT', 'DefaultJWTClaimsVerifier aud'],
    // Apache Kafka: "sasl.oauthbearer.expected.audience"
    ['kafka', 'RS256', 'JWT', 'sasl.oauthbearer.expected.audience'],
    ['go', 'ES256', 'at+jwt', 'oidc.Config ClientID'],
    ['node', 'ES256', 'at+jwt', 'audience'],
    ['aspnet', 'ES256', 'at+jwt', 'JwtBearerOptions.Audience'],
  ])(
    '%s: tokens with %s and %s, and where it says for whom they are',
    async (preset, alg, typ, member) => {
      const scope = `${preset}${unique()}`;
      const identifier = `https://${scope}.example`;
      const scopes = [{ name: scope, description: 'Use it' }];
      const asked = { identifier, name: preset, scopes };
      const { status, json } = await world.admin.post(`/resource-servers?preset=${preset}`, asked);
      expect(status).toBe(201);
      expect(json.configuration).toMatchObject({ issuer: world.issuer, audience: identifier });
      expect(json.configuration.settings[member]).toBe(identifier);
      const client = await world.registerClient({ grant_types: ['client_credentials'], scope });
      const { access_token } = await world.clientCredentials(client);
      expect(decodeProtectedHeader(access_token)).toMatchObject({ alg, typ });
      expect(decodeJwt(access_token).aud).toBe(identifier);
    },
  );

  it('mcp is open to anybody; what the body says counts; an unknown one is refused', async () => {
    const asked = { identifier: `https://${unique()}.example`, name: 'Tools' };
    const created = await world.admin.post('/resource-servers?preset=mcp', asked);
    expect(created.json.open_to).toBe('anybody');
    expect(created.json.configuration.settings.resource_metadata).toContain(
      'oauth-protected-resource',
    );
    const own = { ...asked, identifier: `https://${unique()}.example`, open_to: 'scope' };
    expect((await world.admin.post('/resource-servers?preset=mcp', own)).json.open_to).toBe(
      'scope',
    );
    expect((await world.admin.post('/resource-servers?preset=springg', asked)).status).toBe(400);
  });
});
