import { expect } from '@jest/globals';
import type { JSONWebKeySet } from 'jose';
import { Answer } from '../../../support/answer.js';
import { tlsEnvironment } from '../../../support/tls.js';
import { type LocalWorld, type RegisteredUser, startWorld } from '../../../support/world.js';
import { rsaKey, type ClientKey } from './client-keys.js';
import { Documents } from './documents.js';

/** Everything that a scope can open, so that nothing can be missing for want of it. */
const PERSON = {
  name: 'Ada Example',
  given_name: 'Ada',
  family_name: 'Example',
  middle_name: 'King',
  nickname: 'ada',
  profile: 'https://people.example/ada',
  picture: 'https://people.example/ada.png',
  website: 'https://ada.example/',
  gender: 'female',
  birthdate: '1990-12-10',
  zoneinfo: 'Europe/London',
  locale: 'en-GB',
  email_verified: true,
  phone_number: '+442079460000',
  phone_number_verified: true,
  address: { street_address: '12 St James Square', locality: 'London', country: 'GB' },
};

/** What an admin lets the suite's clients do; docs/certification.md says why. */
const POLICY = {
  grant_types: ['authorization_code', 'refresh_token', 'implicit'],
  require_pkce: false,
  legacy_assertion_audience: true,
  unverified: false,
};

/** One server for one plan, over https, and what the suite has on its own side of it. */
export class Suite {
  private constructor(
    readonly world: LocalWorld,
    readonly documents: Documents,
    readonly user: RegisteredUser,
    readonly initialAccessToken: string,
    /** Of a client and of a second one. */
    readonly keys: readonly [ClientKey, ClientKey],
  ) {}

  static async start(): Promise<Suite> {
    const files = tlsEnvironment();
    const world = await startWorld({
      ...{ ...files, NODE_EXTRA_CA_CERTS: files.TLS_CERT },
      LEGACY_GRANTS: 'implicit',
      OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8 ::1',
    });
    const created = await world.admin.create('/initial-access-tokens', {
      ...{ name: 'Certification', max_uses: 10_000, policy: POLICY },
    });
    return new Suite(
      world,
      await Documents.start(files),
      await world.createUser(PERSON),
      created.initial_access_token as string,
      await Promise.all([rsaKey(), rsaKey()]),
    );
  }

  get issuer(): string {
    return this.world.issuer;
  }

  /** GETs the discovery document, as each module does when it begins. */
  async discover(): Promise<Discovered> {
    const answer = await this.fetch(`${this.issuer}/.well-known/openid-configuration`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json(;|$)/);
    const metadata = answer.json as Metadata;
    expect(metadata.issuer).toBe(this.issuer);
    return { metadata, keys: await this.serverKeys(metadata.jwks_uri) };
  }

  /** A JWKS with nothing private in it, and a name for every key (RFC 7517 §4.5, RFC 7518 §6.3.2). */
  private async serverKeys(uri: string): Promise<JSONWebKeySet> {
    const answer = await this.fetch(uri);
    expect(answer.status).toBe(200);
    const set = answer.json as JSONWebKeySet;
    const kids = set.keys.map(({ kid }) => kid);
    expect(kids).not.toContain(undefined);
    expect(new Set(kids).size).toBe(kids.length);
    for (const key of set.keys) {
      expect(['RSA', 'EC', 'OKP']).toContain(key.kty);
      for (const name of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'])
        expect(key).not.toHaveProperty(name);
    }
    return set;
  }

  /** One request without cookies; redirects are not followed. */
  async fetch(address: string, init: RequestInit = {}): Promise<Answer> {
    const url = new URL(address);
    return Answer.read(url, await fetch(url, { ...init, redirect: 'manual' }));
  }
}

/** What the suite reads of the discovery document (OIDC Discovery §3). */
export interface Metadata {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly userinfo_endpoint: string;
  readonly jwks_uri: string;
  readonly registration_endpoint: string;
  readonly end_session_endpoint: string;
  readonly scopes_supported: readonly string[];
  readonly [member: string]: unknown;
}

export interface Discovered {
  readonly metadata: Metadata;
  readonly keys: JSONWebKeySet;
}
