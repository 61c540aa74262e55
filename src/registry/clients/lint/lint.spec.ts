import { describe, expect, it } from '@jest/globals';
import type { ClientSecret } from '../client.js';
import { completeMetadata } from '../metadata/complete-metadata.js';
import { fixOf, lint, warningsAbout } from './lint.js';
import type { LintedClient, LintExample } from './lint-rule.js';
import { LINT_RULES } from './rules/index.js';

const NOW = 1_900_000_000;
const BASE = { client_name: 'Shop', redirect_uris: ['https://shop.enterprise.example/cb'] };

function clientOf({ metadata, secrets = [] }: LintExample): LintedClient {
  return {
    metadata: completeMetadata({ ...BASE, ...metadata }),
    secrets: secrets.map((secret, index): ClientSecret => ({
      ...{ id: `s${String(index)}`, hash: '', sealed: undefined, label: '', hint: '' },
      ...{ expiresAt: undefined, lastUsedAt: undefined },
      createdAt: NOW + (secret.createdAt ?? 0),
      ...(secret.expiresAt === undefined ? {} : { expiresAt: NOW + secret.expiresAt }),
      ...(secret.lastUsedAt === undefined ? {} : { lastUsedAt: NOW + secret.lastUsedAt }),
    })),
    scopes: new Set(['photos:read']),
    ownDomains: ['enterprise.example'],
    now: NOW,
  };
}

const foundBy = (name: string, client: LintedClient) =>
  lint(client).filter(({ rule }) => rule.name === name);

describe.each(LINT_RULES)('$name', (rule) => {
  it('finds its own example, and nothing in the one that passes', () => {
    expect(foundBy(rule.name, clientOf(rule.passing))).toEqual([]);
    expect(foundBy(rule.name, clientOf(rule.failing))).toMatchObject([
      { severity: rule.severity, pointer: expect.stringMatching(/^\//) },
    ]);
    expect(rule.profiles.length).toBeGreaterThan(0);
    expect(rule.detail).toMatch(/^\p{Lu}.*\.$/su);
  });

  it('is content with its own fix, which brings no rule anything new', () => {
    const client = clientOf(rule.failing);
    const findings = foundBy(rule.name, client);
    const fix = fixOf(findings);
    if (Object.keys(fix).length === 0) return;
    const { metadata } = client;
    const mended = { ...client, metadata: completeMetadata(Object.assign({}, metadata, fix)) };
    expect(foundBy(rule.name, mended)).toEqual([]);
    const names = (one: LintedClient) => lint(one).map(({ rule: { name } }) => name);
    expect(names(client)).toEqual(expect.arrayContaining(names(mended)));
    const changed = Object.keys(mended.metadata).filter(
      (name) =>
        JSON.stringify(Reflect.get(mended.metadata, name)) !==
        JSON.stringify(Reflect.get(metadata, name)),
    );
    expect(Object.keys(fix)).toEqual(expect.arrayContaining(changed));
  });
});

it('has nothing to warn of in what our own defaults make', () => {
  for (const method of ['client_secret_basic', 'private_key_jwt', 'none'] as const) {
    const metadata = completeMetadata({ ...BASE, token_endpoint_auth_method: method });
    expect(warningsAbout(metadata, NOW)).toEqual([]);
  }
});

it('tells what weighs most first, of one profile alone, and no more than is asked for', () => {
  const client = clientOf({
    metadata: { grant_types: ['authorization_code', 'password', 'implicit'], first_party: true },
  });
  expect(lint(client).map(({ severity }) => severity)).toEqual(
    lint(client)
      .map(({ severity }) => severity)
      .sort(
        (a, b) => ['error', 'warning', 'info'].indexOf(a) - ['error', 'warning', 'info'].indexOf(b),
      ),
  );
  expect(lint(client, { profile: 'hygiene' }).map(({ rule }) => rule.name)).toEqual(['no-contact']);
  expect(lint(client, { severity: 'error' }).map(({ rule }) => rule.name)).toEqual([
    'password-grant',
  ]);
});
