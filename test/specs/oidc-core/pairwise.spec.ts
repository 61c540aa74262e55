import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { askFor } from '../../support/front-channel.js';
import { Publisher } from '../../support/publisher.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { RelyingParty } from '../../support/relying-party.js';
import { type LocalWorld, type RegisteredUser, startWorld } from '../../support/world.js';

const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token';

describe('pairwise subjects (OIDC Core §8.1)', () => {
  let world: LocalWorld;
  let publisher: Publisher;
  let user: RegisteredUser;

  const register = (host: string, metadata: object = {}) =>
    world.registerClient({
      subject_type: 'pairwise',
      redirect_uris: [`https://${host}/callback`],
      ...metadata,
    });

  beforeAll(async () => {
    publisher = await Publisher.start();
    world = await startWorld({ OUTBOUND_ALLOWED_NETWORKS: '127.0.0.1 ::1' });
    user = await world.createUser();
    await world.registerResourceServer({ identifier: 'https://a.api.example', scopes: ['a:read'] });
  });

  const tokensOf = (client: RegisteredClient, scope = 'openid', more = {}) =>
    world.tokens({ client, user, scope, ...more });

  const subjectOf = async (client: RegisteredClient) =>
    decodeJwt((await tokensOf(client)).id_token ?? '').sub;

  it('one for each host, the same for all clients of a host and at every time', async () => {
    const first = await register('one.example');
    const again = await register('one.example', { redirect_uris: ['https://one.example/other'] });
    const other = await register('two.example');
    const subject = await subjectOf(first);
    expect(subject).toMatch(/^[\w-]{43}$/);
    expect(subject).not.toBe(user.sub);
    expect(await subjectOf(first)).toBe(subject);
    expect(await subjectOf(again)).toBe(subject);
    expect(await subjectOf(other)).not.toBe(subject);
    expect(await subjectOf(await world.registerClient())).toBe(user.sub);
  });

  it('E20 the client sees it everywhere, and nowhere who that is elsewhere', async () => {
    const client = await register('one.example', {
      grant_types: ['authorization_code', 'refresh_token'],
    });
    const claims = JSON.stringify({ userinfo: { sub: null, name: null } });
    const tokens = await tokensOf(client, 'openid email offline_access', {
      parameters: { claims },
    });
    const subject = decodeJwt(tokens.id_token ?? '').sub;
    expect(decodeJwt(tokens.access_token).sub).toBe(subject);
    expect((await world.userinfo(tokens.access_token)).json.sub).toBe(subject);
    for (const token of [tokens.access_token, tokens.refresh_token ?? '']) {
      expect((await world.introspect(client, token)).json).toMatchObject({
        active: true,
        sub: subject,
      });
    }
    const refreshed = (await world.refresh(client, tokens.refresh_token ?? '')).json;
    expect(decodeJwt(refreshed.id_token as string).sub).toBe(subject);
    const shown = JSON.stringify([
      decodeJwt(tokens.access_token),
      decodeJwt(tokens.id_token ?? ''),
    ]);
    expect(shown).not.toContain(user.sub);
  });

  it('E20 an opaque access token too', async () => {
    await world.registerResourceServer({
      ...{ identifier: 'https://b.api.example', scopes: ['b:read'] },
      access_token_format: 'opaque',
    });
    const client = await register('one.example', { scope: 'openid b:read' });
    const { access_token, id_token = '' } = await tokensOf(client, 'openid b:read');
    const { sub } = decodeJwt(id_token);
    expect((await world.introspect(client, access_token)).json.sub).toBe(sub);
    expect((await world.userinfo(access_token)).json.sub).toBe(sub);
  });

  it('E20 the logout token too, and nothing else that the client ever hears says more', async () => {
    const party = await RelyingParty.start();
    const client = await register('one.example', {
      backchannel_logout_uri: party.metadata.backchannel_logout_uri,
      response_types: ['code id_token'],
    });
    const { browser, answer, code_verifier, redirect_uri } = await askFor(world, 'code id_token', {
      ...{ client, user, scope: 'openid email' },
    });
    const redeemed = await world.token(client, {
      ...{ grant_type: 'authorization_code', code: answer['code'] },
      ...{ redirect_uri, code_verifier },
    });
    const { sub } = decodeJwt(answer['id_token'] ?? '');
    await browser.click(await browser.get('/logout'), 'logout-confirm');
    const [told] = await party.expect('/back', 1);
    const logoutToken = told?.fields['logout_token'] ?? '';
    expect(decodeJwt(logoutToken).sub).toBe(sub);
    const { access_token, id_token } = redeemed.json;
    const heard = [
      ...[answer, redeemed.json, told?.fields],
      ...[answer['id_token'] ?? '', access_token, id_token, logoutToken].map((jwt) =>
        decodeJwt(jwt),
      ),
    ];
    expect(JSON.stringify(heard)).not.toContain(user.sub);
  });

  describe('S11 no two sectors are told of one session by the same name', () => {
    const sid = (jwt: unknown) => decodeJwt(String(jwt))['sid'] as string;

    it('S11 E20 the sid of ID tokens, logout tokens and frames is that of the sector, everywhere', async () => {
      const browser = world.browser();
      const parties = await Promise.all([1, 2, 3].map(() => RelyingParty.start()));
      // Two sectors, of which the second has two clients, and a client with public subjects.
      const hosts = ['127.0.0.1', 'localhost', 'localhost'];
      const pairwise = await Promise.all(
        parties.map(({ metadata }, n) =>
          world.registerClient({
            ...(JSON.parse(
              JSON.stringify(metadata).replaceAll('//localhost:', `//${hosts[n]!}:`),
            ) as object),
            ...{ subject_type: 'pairwise', scope: 'openid offline_access' },
            grant_types: ['authorization_code', 'refresh_token'],
          }),
        ),
      );
      const open = await world.registerClient();
      const seen: { own: string[]; everything: string }[] = [];
      for (const client of [...pairwise, open]) {
        const tokens = await tokensOf(client, 'openid', { browser });
        const again = (await world.refresh(client, tokens.refresh_token ?? '')).json;
        const second = await tokensOf(client, 'openid', { browser });
        const heard = [tokens.id_token, again.id_token, second.id_token];
        const everything = [...heard, tokens.access_token, again.access_token];
        seen.push({
          own: heard.map(sid),
          everything: JSON.stringify(everything.map((jwt) => decodeJwt(String(jwt)))),
        });
      }
      const signedOut = await browser.click(await browser.get('/logout'), 'logout-confirm');
      const frames = [...signedOut.text.matchAll(/<iframe[^>]+src="([^"]+)"/g)].map(
        ([, src = '']) => new URL(src.replaceAll('&amp;', '&')),
      );
      for (const [n, party] of parties.entries()) {
        const [told] = await party.expect('/back', 1);
        seen[n]!.own.push(sid(told?.fields['logout_token']));
        const frame = frames.find(({ port }) => port === new URL(party.origin).port);
        seen[n]!.own.push(frame?.searchParams.get('sid') ?? 'no frame');
      }
      const names = seen.map(({ own }) => new Set(own));
      for (const own of names) expect(own.size).toBe(1);
      const [first, second, third, shared] = names.map((own) => [...own][0]!);
      expect(second).toBe(third);
      expect(new Set([first, second, shared]).size).toBe(3);
      for (const name of [first, second, shared]) expect(name).toMatch(/^[\w-]{22}$/);
      // Nor by anything else that the others hear.
      const [, , , open_] = seen;
      for (const { everything } of seen.slice(0, 3)) expect(everything).not.toContain(shared);
      expect(open_?.everything).not.toContain(first);
      expect(seen[0]?.everything).not.toContain(second);
    });

    it('S11 as a hint it still means the session: a client signs out unasked', async () => {
      const browser = world.browser();
      const client = await register('one.example', {
        post_logout_redirect_uris: ['https://one.example/bye'],
      });
      const { id_token = '' } = await tokensOf(client, 'openid', { browser });
      const request = {
        ...{ id_token_hint: id_token, post_logout_redirect_uri: 'https://one.example/bye' },
      };
      const answer = await browser.get('/logout', request);
      expect(answer.location?.href).toBe('https://one.example/bye');
    });
  });

  it('id_token_hint and a requested sub mean the person by it', async () => {
    const client = await register('one.example');
    const { id_token = '' } = await tokensOf(client);
    const { sub } = decodeJwt(id_token);
    const silent = async (parameters: Record<string, string>) => {
      const { browser } = await world.authorize({ client, user });
      const asked = { client, user, browser, parameters: { prompt: 'none', ...parameters } };
      return (await world.authorize(asked)).end.parameters['error'];
    };
    const named = (value?: string) => JSON.stringify({ id_token: { sub: { value } } });
    expect(await silent({ id_token_hint: id_token })).toBeUndefined();
    expect(await silent({ claims: named(sub) })).toBeUndefined();
    expect(await silent({ claims: named(user.sub) })).toBe('login_required');
    const somebody = await world.createUser();
    const theirs = (await world.tokens({ client, user: somebody })).id_token ?? '';
    expect(await silent({ id_token_hint: theirs })).toBe('login_required');
  });

  it('token exchange takes it from an access token and from an ID token', async () => {
    const client = await register('one.example', {
      grant_types: ['authorization_code', EXCHANGE],
      scope: 'openid a:read',
      token_exchange: {
        audiences: ['https://a.api.example'],
        impersonation: true,
        delegation: false,
      },
    });
    const { access_token, id_token = '' } = await tokensOf(client, 'openid a:read');
    const { sub } = decodeJwt(id_token);
    for (const [subject_token, subject_token_type] of [
      [access_token, ACCESS_TOKEN],
      [id_token, ID_TOKEN],
    ] as const) {
      const fields = { subject_token, subject_token_type, audience: 'https://a.api.example' };
      const answer = await world.token(client, { grant_type: EXCHANGE, ...fields });
      expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
      expect(decodeJwt(answer.json.access_token as string).sub).toBe(sub);
    }
  });

  it('the salt is nowhere in clear', async () => {
    const rows = await world.query<{ name: string; sealed: string }[]>(
      'SELECT name, sealed FROM installation_secrets',
    );
    expect(rows).toEqual([{ name: 'pairwise subjects', sealed: expect.stringMatching(/^v1\./) }]);
  });

  describe('sector_identifier_uri (OIDC Registration §5)', () => {
    const uris = ['https://one.example/callback', 'https://two.example/callback'];
    const attempt = (metadata: object) =>
      world.admin.post('/clients', { client_name: 'x', subject_type: 'pairwise', ...metadata });

    it('clients on several hosts are one sector when its document lists them all', async () => {
      const sector_identifier_uri = publisher.publish('/sector', [...uris, 'https://a.example/']);
      const client = await register('', { redirect_uris: uris, sector_identifier_uri });
      const other = await register('', { redirect_uris: uris.slice(1), sector_identifier_uri });
      expect(client['sector_identifier_uri']).toBe(sector_identifier_uri);
      expect(await subjectOf(client)).toBe(await subjectOf(other));
      const path = `/clients/${client.client_id}`;
      const moved = await world.admin.patch(path, { redirect_uris: ['https://three.example/'] });
      expect(moved.json.error).toBe('invalid_client_metadata');
      expect((await world.admin.patch(path, { client_name: 'y' })).status).toBe(200);
    });

    it.each([
      ['lists too few', ['https://one.example/callback']],
      ['is no array', { uris: ['https://one.example/callback'] }],
      ['is missing', undefined],
    ])('refused when the document %s', async (_how, document) => {
      const sector_identifier_uri = publisher.publish('/bad', document);
      for (const subject_type of ['public', 'pairwise']) {
        const answer = await attempt({ redirect_uris: uris, sector_identifier_uri, subject_type });
        expect([answer.status, answer.json.error]).toEqual([400, 'invalid_client_metadata']);
      }
    });

    it('refused without one where the sector is not clear, or over plain http', async () => {
      const refused = [
        { redirect_uris: uris },
        { redirect_uris: ['com.example.app:/callback'], application_type: 'native' },
        { redirect_uris: uris, sector_identifier_uri: 'http://one.example/sector' },
        { redirect_uris: uris, sector_identifier_uri: 'https://10.0.0.1/sector' },
      ];
      for (const metadata of refused) {
        const answer = await attempt(metadata);
        expect([answer.status, answer.json.error]).toEqual([400, 'invalid_client_metadata']);
      }
    });
  });

  it('discovery lists both subject types', async () => {
    const metadata = (await world.get('/.well-known/openid-configuration')).json;
    expect(metadata.subject_types_supported).toEqual(['public', 'pairwise']);
  });
});
