import { OAuthError } from '#protocol';

const BASIC = /^basic +([A-Za-z0-9+/]+={0,2})$/i;

export interface BasicCredentials {
  readonly clientId: string;
  readonly secret: string;
  /** The secret as it was sent: many clients do not encode it. */
  readonly bare: string;
}

/**
 * What a Basic header holds: id and secret, each form-encoded, then base64.
 * @throws OAuthError `invalid_client` for a header that is not well-formed (attack C04)
 */
export function basicCredentials(header: string): BasicCredentials {
  const [, encoded = ''] = BASIC.exec(header) ?? [];
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon < 1 || pair.includes('\ufffd')) {
    throw OAuthError.invalidClient('malformed Authorization header').refusedBy({
      ...{ check: 'basic-credentials', spec: 'RFC 6749 §2.3.1' },
      expected: 'Basic and the base64 of client_id:client_secret, in UTF-8',
      got: 'another Authorization header',
    });
  }
  const secret = pair.slice(colon + 1);
  return { clientId: formDecode(pair.slice(0, colon)), secret: formDecode(secret), bare: secret };
}

/** No id and no secret has a space, so that a plus sign is one. */
function formDecode(value: string): string {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
