import { Injectable } from '@nestjs/common';
import { ClientSecrets } from '../secrets/client-secrets.js';
import type {
  AuthenticatingRequest,
  ClientAuthenticationMethod,
  PresentedCredentials,
} from './client-authentication-method.js';
import { basicCredentials } from './basic-credentials.js';
import { matchingSecret } from './shared-secret.js';

/** HTTP Basic: id and secret, each form-encoded, then base64 (RFC 6749 §2.3.1). */
@Injectable()
export class ClientSecretBasicMethod implements ClientAuthenticationMethod {
  readonly name = 'client_secret_basic';

  constructor(private readonly secrets: ClientSecrets) {}

  present({ authorization: header }: AuthenticatingRequest): PresentedCredentials | undefined {
    const {
      clientId,
      secret,
      bare = '',
    } = (header === undefined ? undefined : basicCredentials(header)) ?? {};
    // Without a secret it only says who it is, see NoneMethod.
    if (clientId === undefined || secret === undefined || secret === '') return undefined;
    return {
      clientId,
      verify: (client) => {
        const found = matchingSecret(client, secret) ?? matchingSecret(client, bare);
        if (found === undefined) return 'wrong or expired secret';
        this.secrets.recordUse(found.id);
        return undefined;
      },
    };
  }
}
