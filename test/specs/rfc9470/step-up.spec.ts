import { beforeAll, describe, expect, it } from '@jest/globals';
import * as openid from 'openid-client';
import { startOwnWorld, type OwnWorld } from '../../support/application.js';
import type { Browser } from '../../support/browser.js';
import { clock } from '../../support/clock.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { enrolApp, totpOf } from '../../support/second-factor.js';
import { walk } from '../../support/sign-in.js';
import { type RegisteredUser, unique } from '../../support/world.js';

const SCOPE = 'openid offline_access groups:read groups:write settings:read';
const NEEDED = 'insufficient_user_authentication';
const MFA = 'https://refeds.org/profile/mfa';

let world: OwnWorld;
let client: RegisteredClient;
let configuration: openid.Configuration;

beforeAll(async () => {
  world = await startOwnWorld();
  client = await world.registerClient({
    ...{ first_party: true, scope: SCOPE, require_pkce: true },
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
  });
  const secret = openid.ClientSecretBasic(client.client_secret);
  configuration = await openid.discovery(
    ...([new URL(world.issuer), client.client_id, undefined, secret] as const),
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- only marked so, to be noticed
    { execute: [openid.allowInsecureRequests] },
  );
});

/** A sign-in as an application does it with openid-client; it asks for what it is told to. */
async function signIn(
  browser: Browser,
  user: RegisteredUser,
  asked: Readonly<Record<string, string>> = {},
  key?: string,
) {
  const pkceCodeVerifier = openid.randomPKCECodeVerifier();
  const expectedState = openid.randomState();
  const url = openid.buildAuthorizationUrl(configuration, {
    redirect_uri: client.redirect_uris[0] ?? '',
    ...{ scope: SCOPE, prompt: 'consent', resource: `${world.issuer}/admin`, state: expectedState },
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    ...{ code_challenge_method: 'S256', ...asked },
  });
  const until = client.redirect_uris[0];
  let end = await walk(browser, await browser.get(url), { user, until });
  if (key !== undefined && end.has('code-submit')) {
    end = await browser.follow(
      await browser.click(end, 'code-submit', { code: totpOf(key) }),
      until,
    );
    end = await walk(browser, end, { user, until });
  }
  if (end.location === undefined) throw new Error(`No answer: ${end.summary()}`);
  const checks = { pkceCodeVerifier, expectedState, idTokenExpected: true };
  return openid.authorizationCodeGrant(configuration, end.location, checks);
}

/** Deletes a group, and says what the challenge asks for if it is refused. */
async function deleteGroup(token: string): Promise<'deleted' | Record<string, string | undefined>> {
  const { id } = await world.admin.create('/groups', { name: unique() });
  const url = new URL(`${world.issuer}/admin/groups/${id}`);
  try {
    const answer = await openid.fetchProtectedResource(configuration, token, url, 'DELETE');
    expect(answer.status).toBe(204);
    return 'deleted';
  } catch (error) {
    if (!(error instanceof openid.WWWAuthenticateChallengeError)) throw error;
    expect(error.status).toBe(401);
    const { error: code, max_age, acr_values } = error.cause[0]?.parameters ?? {};
    return { error: code, max_age, acr_values };
  }
}

describe('step-up (RFC 9470)', () => {
  it('I28 round trip: an old sign-in is refused, and a fresh one that was asked for does', async () => {
    const user = await world.createUser({ roles: ['admin'] });
    const browser = world.browser();
    const first = await signIn(browser, user);
    expect(await deleteGroup(first.access_token)).toBe('deleted');
    clock.advance(901);
    const renewed = await openid.refreshTokenGrant(configuration, String(first.refresh_token));
    const refused = await deleteGroup(renewed.access_token);
    expect(refused).toEqual({ error: NEEDED, max_age: '900', acr_values: undefined });
    // What is not dangerous goes on.
    const url = new URL(`${world.issuer}/admin/groups`);
    const { access_token: old } = renewed;
    const listed = await openid.fetchProtectedResource(configuration, old, url, 'GET');
    expect(listed.status).toBe(200);
    const again = await signIn(browser, user, { max_age: '900' });
    expect(Number(again.claims()?.auth_time)).toBeGreaterThanOrEqual(clock.now() - 60);
    expect(await deleteGroup(again.access_token)).toBe('deleted');
  });

  it('a sign-in that is too weak by now is refused, with the context that would do', async () => {
    const admin = await world.createUser({ roles: ['admin'] });
    const before = await signIn(world.browser(), admin);
    const { key, user } = await enrolApp(world, admin);
    const answer = await world.admin.patch('/settings/second-factor', { required: 'admins' });
    expect(answer.status).toBe(200);
    const wanted = { error: NEEDED, max_age: '900', acr_values: MFA };
    const url = new URL(`${world.issuer}/admin/groups/${unique()}`);
    const call = (token: string) =>
      openid.fetchProtectedResource(configuration, token, url, 'DELETE').then(
        ({ status }) => status,
        (error: unknown) => {
          if (!(error instanceof openid.WWWAuthenticateChallengeError)) throw error;
          const { error: code, max_age, acr_values } = error.cause[0]?.parameters ?? {};
          return { error: code, max_age, acr_values };
        },
      );
    expect(await call(before.access_token)).toEqual(wanted);
    const strong = await signIn(world.browser(), user, { acr_values: MFA }, key);
    // It gets as far as the group, which there is not.
    expect(await call(strong.access_token)).toBe(404);
  });

  it('a client that speaks for itself has nobody who could sign in, and is not asked', async () => {
    const own = await openid.clientCredentialsGrant(configuration, {
      ...{ scope: 'groups:write', resource: `${world.issuer}/admin` },
    });
    const url = new URL(`${world.issuer}/admin/groups/${unique()}`);
    const { access_token: token } = own;
    const answer = await openid.fetchProtectedResource(configuration, token, url, 'DELETE');
    expect(answer.status).toBe(404);
  });
});

describe('the photo library, an API of somebody else', () => {
  // It is JavaScript, as its readers write it.
  const BEARER = '../../../examples/photo-library/bearer.js';
  const now = Math.floor(Date.now() / 1000);

  /** What it answers to a token that says so. */
  async function answerTo(said: { authTime: number; acr: string }, stepUp: object) {
    const sent: { status: number; challenge: string | undefined } = {
      ...{ status: 200, challenge: undefined },
    };
    const reply = {
      code: (status: number) => {
        sent.status = status;
        return reply;
      },
      header: (_name: string, value: string) => {
        sent.challenge = value;
        return reply;
      },
      send: () => reply,
    };
    const validate = () =>
      Promise.resolve({ subject: 'somebody', scopes: new Set(['photos:write']), ...said });
    const { bearerGuard } = await import(BEARER);
    const guard = bearerGuard('https://photos.example', validate);
    const request = { headers: { authorization: 'Bearer abc' } };
    await guard('photos:write', () => reply, stepUp)(request, reply);
    return sent;
  }

  it('asks for a sign-in of the last five minutes before a photo is gone', async () => {
    const stepUp = { maxAge: 300 };
    expect(await answerTo({ authTime: now - 60, acr: '' }, stepUp)).toMatchObject({ status: 200 });
    const { status, challenge } = await answerTo({ authTime: now - 400, acr: '' }, stepUp);
    expect(status).toBe(401);
    expect(challenge).toContain(`error="${NEEDED}"`);
    expect(challenge).toContain('max_age="300"');
  });

  it('or for a context', async () => {
    const { status, challenge } = await answerTo({ authTime: now, acr: 'urn:one' }, { acr: MFA });
    expect([status, challenge?.includes(`acr_values="${MFA}"`)]).toEqual([401, true]);
    expect((await answerTo({ authTime: now, acr: MFA }, { acr: MFA })).status).toBe(200);
  });
});
