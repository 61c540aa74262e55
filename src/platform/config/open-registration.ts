/** The members of an initial access token's policy, as the operator sets them for everybody. */
export interface OpenRegistrationPolicy {
  readonly grant_types?: readonly string[];
  readonly scope?: string;
  readonly private_schemes?: 'reverse-domain' | 'any';
  readonly require_pkce?: boolean;
  readonly legacy_assertion_audience?: boolean;
  readonly unverified?: boolean;
}

const MEMBERS: Readonly<Record<string, (value: unknown) => boolean>> = {
  grant_types: (value) =>
    Array.isArray(value) && value.every((item: unknown) => typeof item === 'string'),
  scope: (value) => typeof value === 'string',
  private_schemes: (value) => value === 'reverse-domain' || value === 'any',
  require_pkce: (value) => typeof value === 'boolean',
  legacy_assertion_audience: (value) => typeof value === 'boolean',
  unverified: (value) => typeof value === 'boolean',
};

/** @throws Error for anything but a JSON object of these members */
export function parseOpenRegistrationPolicy(json: string): OpenRegistrationPolicy {
  const wrong = new Error(`must be a JSON object of: ${Object.keys(MEMBERS).join(', ')}`);
  let policy: unknown;
  try {
    policy = JSON.parse(json);
  } catch {
    throw wrong;
  }
  if (typeof policy !== 'object' || policy === null || Array.isArray(policy)) throw wrong;
  if (!Object.entries(policy).every(([name, value]) => MEMBERS[name]?.(value))) throw wrong;
  return policy;
}
