import { expect } from '@jest/globals';
import type { ModuleRun } from '../suite/module-run.js';
import { CALLBACK } from '../suite/registrations.js';
import type { Answer } from '../../../support/answer.js';
import type { Module } from './module.js';

// One transparent pixel.
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** The page on which a person signs in for a client with this registration. */
async function loginPage(
  run: ModuleRun,
  metadata: Readonly<Record<string, string>>,
): Promise<Answer> {
  const client = await run.registerClient(metadata);
  expect(client).toMatchObject(metadata);
  const [page] = (await run.login(client)).pages;
  if (page?.has('login-submit') !== true) throw new Error('Nobody was asked to sign in.');
  return page;
}

/** The logo that a client registered is on the login page, and can be loaded. */
export const registrationLogoUri: Module = async (run) => {
  const logo_uri = run.suite.documents.publish({ type: 'image/png', body: PNG });
  const page = await loginPage(run, { logo_uri });
  const tag = /<img[^>]*class="[^"]*client-logo[^>]*>/.exec(page.text)?.[0] ?? '';
  const source = /src="([^"]+)"/.exec(tag)?.[1] ?? '';
  const image = await run.suite.fetch(new URL(source, page.url).href);
  expect([image.status, image.headers.get('content-type')]).toEqual([200, 'image/png']);
};

const linked =
  (name: 'policy_uri' | 'tos_uri', uri: string): Module =>
  async (run) => {
    const page = await loginPage(run, { [name]: uri });
    expect(page.text).toMatch(new RegExp(`<a [^>]*href="${uri}"`));
  };

export const registrationPolicyUri = linked('policy_uri', 'https://suite.example/policy');
export const registrationTosUri = linked('tos_uri', 'https://suite.example/terms');

/** The client's keys may lie at an address of its own. */
export const registrationJwksUri: Module = async (run) => {
  const jwks_uri = run.suite.documents.publishJson({ keys: [run.suite.keys[0].jwk] });
  const client = await run.registerClient({ jwks_uri });
  expect(client['jwks_uri']).toBe(jwks_uri);
  await run.login(client);
};

const pairwise = (run: ModuleRun, redirectUris: readonly string[]) => ({
  subject_type: 'pairwise',
  sector_identifier_uri: run.suite.documents.publishJson(redirectUris),
});

/** A sector_identifier_uri that lists the redirect URIs (OIDC Registration §5). */
export const registrationSectorUri: Module = async (run) => {
  expect(run.metadata['subject_types_supported']).toContain('pairwise');
  const sector = pairwise(run, [CALLBACK]);
  const client = await run.registerClient(sector);
  expect(client).toMatchObject(sector);
  const { pathname } = new URL(sector.sector_identifier_uri);
  expect(run.suite.documents.arrivals.map(({ path }) => path)).toContain(pathname);
  const { claims } = await run.login(client);
  expect(claims.sub).not.toBe(run.suite.user.sub);
};

/** One that does not list them all is refused. */
export const registrationSectorBad: Module = async (run) => {
  expect(run.metadata['subject_types_supported']).toContain('pairwise');
  const answer = await run.registrations.post(pairwise(run, [`${CALLBACK}/another`]));
  expect([answer.status, answer.json.error]).toEqual([400, 'invalid_client_metadata']);
  expect(answer.headers.get('content-type')).toMatch(/^application\/json(;|$)/);
};

/** A client assertion whose audience is the issuer is accepted. */
export const clientAssertionWithIssuerAudience: Module = async (run) => {
  await run.login(await run.registerClient(), {}, { audience: run.issuer });
};
