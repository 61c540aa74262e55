import type { Facts } from './refusal.js';
import { epochSeconds } from './time.js';

/**
 * What may be kept of a JWT that was refused: the kind and the key that its header names, and how far its times
 * are from ours. Nothing else of it, and no signature is checked.
 */
export function jwtFacts(jwt: string): Pick<Facts, 'alg' | 'kid' | 'typ' | 'clock_skew'> {
  const [header, payload] = jwt.split('.', 2).map(jsonOf);
  const told = Object.entries({ alg: header?.['alg'], kid: header?.['kid'], typ: header?.['typ'] });
  const skew = payload === undefined ? [] : skewOf(payload);
  return {
    ...Object.fromEntries(told.filter(([, value]) => typeof value === 'string')),
    ...(skew.length === 0 ? {} : { clock_skew: skew.join(', ') }),
  };
}

function skewOf(claims: Readonly<Record<string, unknown>>): string[] {
  const now = epochSeconds();
  return ['iat', 'nbf', 'exp'].flatMap((name) => {
    const value = claims[name];
    if (typeof value !== 'number') return [];
    const seconds = Math.round(value - now);
    return `${name} ${String(Math.abs(seconds))} s ${seconds < 0 ? 'ago' : 'ahead'}`;
  });
}

function jsonOf(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
