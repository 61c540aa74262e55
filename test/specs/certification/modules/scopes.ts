import { expect } from '@jest/globals';
import type { Module } from './module.js';

/** OIDC Core §5.4. */
const CLAIMS = {
  profile: [
    ...['name', 'family_name', 'given_name', 'middle_name', 'nickname', 'preferred_username'],
    ...['profile', 'picture', 'website', 'gender', 'birthdate', 'zoneinfo', 'locale', 'updated_at'],
  ],
  email: ['email', 'email_verified'],
  address: ['address'],
  phone: ['phone_number', 'phone_number_verified'],
} as const;

type Scope = keyof typeof CLAIMS;

/**
 * The claims of the scopes come from userinfo, or in the ID token where there is no access token to ask
 * userinfo with (OIDC Core §5.4); all of them, and of the right types.
 */
const scopes =
  (...names: Scope[]): Module =>
  async (run) => {
    for (const name of names) expect(run.metadata.scopes_supported).toContain(name);
    const scope = ['openid', ...names].join(' ');
    const { userinfo, claims } = await run.login(await run.registerClient(), { scope });
    const given = run.opensUserinfo ? userinfo : claims;
    if (run.opensUserinfo) {
      const wanted = names.flatMap((name): readonly string[] => CLAIMS[name]);
      expect(Object.keys(given ?? {}).sort()).toEqual(['sub', ...wanted].sort());
    }
    for (const claim of names.flatMap((name) => CLAIMS[name])) {
      expect(given).toHaveProperty(claim, typed(claim));
    }
  };

function typed(claim: string): unknown {
  if (claim === 'updated_at') return expect.any(Number);
  if (claim === 'address') return expect.objectContaining({ country: 'GB' });
  return claim.endsWith('_verified') ? true : expect.stringMatching(/./);
}

export const scopeProfile = scopes('profile');
export const scopeEmail = scopes('email');
export const scopeAddress = scopes('address');
export const scopePhone = scopes('phone');
export const scopeAll = scopes('profile', 'email', 'address', 'phone');
