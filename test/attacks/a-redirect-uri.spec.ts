// Redirect URIs: RFC 9700 §2.1, RFC 6749 §3.1.2.
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld } from '../support/world.js';
import {
  ask,
  askRaw,
  expectAccepted,
  expectErrorPage,
  expectErrorRedirect,
  queryString,
} from './authorization-request.js';

const REGISTERED = 'https://ok.example.com/Callback/path?tenant=1&region=eu';
const HOST = 'ok.example.com';
const PATH = '/Callback/path?tenant=1&region=eu';

/** What a sloppy comparison would take for the registered URI. */
const NEAR_MATCHES: readonly string[] = [
  `${REGISTERED}/`,
  `${REGISTERED}&`,
  `${REGISTERED}&extra=1`,
  `${REGISTERED}#`,
  `${REGISTERED}#fragment`,
  `${REGISTERED}%20`,
  `${REGISTERED} `,
  ` ${REGISTERED}`,
  `${REGISTERED}.evil.example`,
  `https://${HOST}/Callback/path`,
  `https://${HOST}/Callback/path?`,
  `https://${HOST}/Callback/path?tenant=1`,
  `https://${HOST}/Callback/path?region=eu&tenant=1`,
  `https://${HOST}/Callback/path?tenant=1&region=eu&tenant=1`,
  `https://${HOST}/Callback/path?tenant=2&region=eu`,
  `https://${HOST}/Callback/path?tenant=1;region=eu`,
  `https://${HOST}/Callback/path?TENANT=1&region=eu`,
  `https://${HOST}/callback/path?tenant=1&region=eu`,
  `https://${HOST}/Callback/path/?tenant=1&region=eu`,
  `https://${HOST}/Callback/path/../path?tenant=1&region=eu`,
  `https://${HOST}/Callback/./path?tenant=1&region=eu`,
  `https://${HOST}/Callback//path?tenant=1&region=eu`,
  `https://${HOST}/Callback/%70ath?tenant=1&region=eu`,
  `https://${HOST}/Callback%2fpath?tenant=1&region=eu`,
  `https://${HOST}/Callback/%2e%2e/Callback/path?tenant=1&region=eu`,
  `https://${HOST}/Callback/..;/Callback/path?tenant=1&region=eu`,
  `https://${HOST}/Callback/%252e%252e%252fpath?tenant=1&region=eu`,
  `https://${HOST}/Callback\\path?tenant=1&region=eu`,
  `https://${HOST}\\@evil.example${PATH}`,
  `https:\\\\${HOST}${PATH}`,
  `https:/${HOST}${PATH}`,
  `https:${HOST}${PATH}`,
  `https:///${HOST}${PATH}`,
  `//${HOST}${PATH}`,
  PATH,
  `http://${HOST}${PATH}`,
  `HTTPS://${HOST}${PATH}`,
  `https://OK.example.com${PATH}`,
  `https://${HOST}:443${PATH}`,
  `https://${HOST}:8443${PATH}`,
  `https://${HOST}:${PATH}`,
  `https://${HOST}.${PATH}`,
  `https://${HOST}.evil.example${PATH}`,
  `https://okaexample.com${PATH}`,
  `https://okxexample.com${PATH}`,
  `https://evil.ok.example.com${PATH}`,
  `https://notok.example.com${PATH}`,
  `https://${HOST}@evil.example${PATH}`,
  `https://user@${HOST}${PATH}`,
  `https://user:pass@${HOST}${PATH}`,
  `https://evil.example@${HOST}@evil.example${PATH}`,
  `https://evil.example/${REGISTERED}`,
  `https://evil.example?${REGISTERED}`,
  `https://evil.example#${REGISTERED}`,
  `https://evil.example%00.${HOST}${PATH}`,
  `https://ok。example.com${PATH}`,
  `https://ｏｋ.example.com${PATH}`,
  `https://ok.exаmple.com${PATH}`,
  `https://xn--ok-example-com${PATH}`,
  `javascript://${HOST}${PATH}`,
  `${REGISTERED},https://evil.example`,
  `${REGISTERED} https://evil.example`,
  `["${REGISTERED}"]`,
];

describe('A: redirect URIs at the authorization endpoint', () => {
  let world: LocalWorld;
  let client: RegisteredClient;

  beforeAll(async () => {
    world = await startWorld();
    client = await world.registerClient({ redirect_uris: [REGISTERED] });
  });

  it('A01 an unregistered redirect_uri gets an error page that leads nowhere', async () => {
    const foreign = await world.registerClient({ redirect_uris: ['https://evil.example/cb'] });
    for (const redirect_uri of ['https://evil.example', ...foreign.redirect_uris]) {
      const answer = await ask(world, client, { redirect_uri });
      expectErrorPage(answer);
      expect(answer.text).not.toContain('evil.example');
    }
  });

  it('A01 no parameter that is wrong later makes the error travel to an unregistered URI', async () => {
    const redirect_uri = 'https://evil.example';
    for (const wrong of [
      { response_type: 'token' },
      { response_mode: 'form_post', scope: 'bogus' },
      { prompt: 'none' },
      { response_type: undefined, code_challenge: undefined },
    ]) {
      expectErrorPage(await ask(world, client, { redirect_uri, ...wrong }));
    }
    const request_uri = 'https://evil.example/request';
    const fetching = await ask(world, client, { redirect_uri, request_uri });
    expectErrorPage(fetching, 'request_uri_not_supported');
  });

  it('A02 of more than 60 near matches only the registered URI itself is accepted', async () => {
    expect(new Set(NEAR_MATCHES).size).toBeGreaterThan(60);
    for (const redirect_uri of NEAR_MATCHES) {
      expectErrorPage(await ask(world, client, { redirect_uri }));
    }
    expectAccepted(await ask(world, client));
  });

  it('A02 a tab, a line feed or a NUL inside is not stripped as a browser would strip it', async () => {
    const start = queryString(client, { redirect_uri: undefined });
    const encoded = encodeURIComponent(REGISTERED);
    for (const hidden of [
      '%09',
      '%0A',
      '%0D',
      '%0D%0A',
      '%00',
      '%E2%80%8B',
      '%C2%AD',
      '%EF%BB%BF',
    ]) {
      for (const at of [0, 8, 20, encoded.length]) {
        const place = encoded.slice(0, at).lastIndexOf('%') > at - 3 && at > 0 ? at + 3 : at;
        const uri = encoded.slice(0, place) + hidden + encoded.slice(place);
        expectErrorPage(await askRaw(world, `${start}&redirect_uri=${uri}`));
      }
    }
  });

  it('A02 whatever is changed, nothing but the registered characters is accepted', async () => {
    const changed = fc.oneof(
      fc
        .tuple(fc.nat(REGISTERED.length), fc.string({ minLength: 1, maxLength: 4 }))
        .map(([at, text]) => REGISTERED.slice(0, at) + text + REGISTERED.slice(at)),
      fc
        .tuple(fc.nat(REGISTERED.length - 1), fc.integer({ min: 1, max: 6 }))
        .map(([at, length]) => REGISTERED.slice(0, at) + REGISTERED.slice(at + length)),
      fc
        .tuple(fc.nat(REGISTERED.length - 1), fc.string({ unit: 'binary', maxLength: 1 }))
        .map(([at, text]) => REGISTERED.slice(0, at) + text + REGISTERED.slice(at + 1)),
      fc.nat(REGISTERED.length - 1).map((at) => {
        const hex = REGISTERED.charCodeAt(at).toString(16);
        return `${REGISTERED.slice(0, at)}%${hex}${REGISTERED.slice(at + 1)}`;
      }),
      fc.nat(REGISTERED.length - 1).map((at) => {
        const letter = REGISTERED.charAt(at);
        const swapped =
          letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
        return REGISTERED.slice(0, at) + swapped + REGISTERED.slice(at + 1);
      }),
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
    );
    const property = fc.asyncProperty(changed, async (redirect_uri) => {
      fc.pre(redirect_uri !== REGISTERED && redirect_uri !== '');
      expectErrorPage(await ask(world, client, { redirect_uri }));
    });
    await fc.assert(property, { numRuns: 300 });
  });

  it('A04 a fragment, even an empty one, is refused at registration and in the request', async () => {
    for (const uri of ['https://ok.example.com/cb#x', 'https://ok.example.com/cb#']) {
      const answer = await world.admin.post('/clients', { client_name: 'F', redirect_uris: [uri] });
      expect([answer.status, answer.json.error]).toEqual([400, 'invalid_redirect_uri']);
      expectErrorPage(await ask(world, client, { redirect_uri: uri }));
    }
  });

  it('A05 redirect_uri may be left out only by plain OAuth with a single registered URI', async () => {
    const redirect_uris = ['https://ok.example.com/one', 'https://ok.example.com/two'];
    const several = await world.registerClient({ redirect_uris, scope: 'openid profile' });
    const one = await world.registerClient({ scope: 'openid profile' });
    const redirect_uri = undefined;
    for (const scope of ['openid', 'profile']) {
      expectErrorPage(await ask(world, several, { redirect_uri, scope }));
      expectErrorPage(await ask(world, several, { redirect_uri: '', scope }));
    }
    expectErrorPage(await ask(world, one, { redirect_uri, scope: 'openid' }));
    expectErrorPage(await ask(world, one, { redirect_uri: '', scope: 'profile openid' }));
    expectAccepted(await ask(world, one, { redirect_uri, scope: 'profile' }));
    const bogus = await ask(world, one, { redirect_uri, scope: 'bogus' });
    expectErrorRedirect(bogus, one, 'invalid_scope');
  });
});
