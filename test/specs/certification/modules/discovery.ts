import { expect } from '@jest/globals';
import type { ModuleRun } from '../suite/module-run.js';
import type { Module } from './module.js';

/** The registry of RFC 8414 §7.1.2 as far as anybody knows it; the suite warns of other members. */
const REGISTERED = [
  ...['issuer', 'jwks_uri', 'scopes_supported', 'service_documentation', 'ui_locales_supported'],
  ...['op_policy_uri', 'op_tos_uri', 'code_challenge_methods_supported', 'signed_metadata'],
  ...['response_types_supported', 'response_modes_supported', 'grant_types_supported'],
  ...['acr_values_supported', 'subject_types_supported', 'display_values_supported'],
  ...['claim_types_supported', 'claims_supported', 'claims_locales_supported'],
  ...['claims_parameter_supported', 'request_parameter_supported', 'prompt_values_supported'],
  ...['request_uri_parameter_supported', 'require_request_uri_registration'],
  ...['require_pushed_authorization_requests', 'require_signed_request_object'],
  ...['authorization_response_iss_parameter_supported', 'dpop_signing_alg_values_supported'],
  ...['tls_client_certificate_bound_access_tokens', 'mtls_endpoint_aliases'],
  ...['frontchannel_logout_supported', 'frontchannel_logout_session_supported'],
  ...['backchannel_logout_supported', 'backchannel_logout_session_supported'],
  ...['check_session_iframe', 'authorization_details_types_supported', 'nfv_token_signing_alg'],
];
const REGISTERED_SHAPE = new RegExp(
  [
    '^(authorization|token|userinfo|registration|introspection|revocation|end_session|device_authorization|pushed_authorization_request)_endpoint$',
    '^(token|introspection|revocation)_endpoint_auth_(methods|signing_alg_values)_supported$',
    '^(id_token|userinfo|request_object|authorization|introspection)_(signing_alg|encryption_alg|encryption_enc)_values_supported$',
  ].join('|'),
);

const list = ({ metadata }: ModuleRun, name: string): readonly unknown[] => {
  expect([name, Array.isArray(metadata[name])]).toEqual([name, true]);
  return metadata[name] as readonly unknown[];
};

/** The discovery document says what OpenID Connect and dynamic registration need, and all in https. */
export const discovery: Module = async (run) => {
  const { metadata } = run;
  const unknown = Object.keys(metadata).filter(
    (name) => !REGISTERED.includes(name) && !REGISTERED_SHAPE.test(name),
  );
  expect(unknown).toEqual([]);
  for (const [name, value] of Object.entries(metadata)) {
    if (!/_endpoint$|_uri$|_iframe$|^issuer$/.test(name)) continue;
    expect([name, value]).toEqual([name, expect.stringMatching(/^https:\/\/[^#]+$/)]);
  }
  for (const name of ['authorization', 'token', 'userinfo', 'registration'] as const) {
    expect(metadata).toHaveProperty(`${name}_endpoint`);
  }
  const responseTypes = ['code', 'id_token', 'id_token token'];
  expect(list(run, 'response_types_supported')).toEqual(expect.arrayContaining(responseTypes));
  const grantTypes = ['authorization_code', 'implicit'];
  expect(list(run, 'grant_types_supported')).toEqual(expect.arrayContaining(grantTypes));
  const subjectTypes = list(run, 'subject_types_supported');
  expect(subjectTypes.filter((type) => type !== 'public' && type !== 'pairwise')).toEqual([]);
  expect(list(run, 'id_token_signing_alg_values_supported')).toContain('RS256');
  expect(list(run, 'request_object_signing_alg_values_supported')).toContain('RS256');
  expect(list(run, 'scopes_supported')).toContain('openid');
  for (const scope of metadata.scopes_supported)
    expect(scope).toMatch(/^[\x21\x23-\x5b\x5d-\x7e]+$/);
  expect(list(run, 'claims_supported').length).toBeGreaterThan(0);
  expect(list(run, 'code_challenge_methods_supported')).toContain('S256');
  for (const name of ['request_parameter_supported', 'request_uri_parameter_supported']) {
    expect([name, metadata[name]]).toEqual([name, true]);
  }
  expect(metadata['claims_parameter_supported']).toBe(true);
  for (const name of ['ui_locales_supported', 'claims_locales_supported']) {
    const locales = (metadata[name] ?? []) as string[];
    // RFC 5646 §2.1.1: in the customary case.
    expect(locales).toEqual(Intl.getCanonicalLocales(locales));
  }
};

const withMembers =
  (...names: string[]): Module =>
  async ({ metadata }) => {
    for (const name of names) {
      const expected = name.endsWith('_supported') ? true : expect.stringMatching(/^https:/);
      expect([name, metadata[name]]).toEqual([name, expected]);
    }
  };

export const rpInitiatedLogoutDiscovery = withMembers('end_session_endpoint');
export const frontChannelLogoutDiscovery = withMembers(
  'end_session_endpoint',
  'frontchannel_logout_supported',
  'frontchannel_logout_session_supported',
);
export const backChannelLogoutDiscovery = withMembers(
  'end_session_endpoint',
  'backchannel_logout_supported',
  'backchannel_logout_session_supported',
);
export const sessionManagementDiscovery = withMembers(
  'end_session_endpoint',
  'check_session_iframe',
);
