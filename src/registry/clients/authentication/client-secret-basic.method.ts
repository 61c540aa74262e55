import { Injectable } from '@nestjs/common';
import { OAuthError } from '#protocol';
import { ClientSecrets } from '../secrets/client-secrets.js';
import type {
  AuthenticatingRequest,
  ClientAuthenticationMethod,
  PresentedCredentials,
} from './client-authentication-method.js';
import { matchingSecret } from './shared-secret.js';

const BASIC = /^basic +([A-Za-z0-9+/]+={0,2})$/i;

/** HTTP Basic: id and secret, each form-encoded, then base64 (RFC 6749 §2.3.1). */
@Injectable()
export class ClientSecretBasicMethod implements ClientAuthenticationMethod {
  readonly name = 'client_secret_basic';

  constructor(private readonly secrets: ClientSecrets) {}

  present({ authorization: header }: AuthenticatingRequest): PresentedCredentials | undefined {
    if (header === undefined) return undefined;
    const { clientId, secret } = decode(header);
    return {
      clientId,
      verify: (client) => {
        const found = matchingSecret(client, secret);
        if (found === undefined) return 'wrong or expired secret';
        this.secrets.recordUse(found.id);
        return undefined;
      },
    };
  }
}

/** @throws OAuthError `invalid_client` for a header that is not well-formed (attack C04) */
function decode(header: string): { clientId: string; secret: string } {
  const [, encoded = ''] = BASIC.exec(header) ?? [];
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon < 1 || pair.includes('\ufffd')) {
    throw OAuthError.invalidClient('malformed Authorization header');
  }
  return { clientId: formDecode(pair.slice(0, colon)), secret: formDecode(pair.slice(colon + 1)) };
}

function formDecode(value: string): string {
  if (!value.includes('%') && !value.includes('+')) return value;
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    // Many clients send the secret as it is; ours has no character for which that would differ.
    return value;
  }
}
