import { Injectable } from '@nestjs/common';
import { ClientSecrets } from '../secrets/client-secrets.js';
import type {
  AuthenticatingRequest,
  ClientAuthenticationMethod,
  PresentedCredentials,
} from './client-authentication-method.js';
import { matchingSecret } from './shared-secret.js';

/** Id and secret as form parameters, the other way of RFC 6749 §2.3.1. */
@Injectable()
export class ClientSecretPostMethod implements ClientAuthenticationMethod {
  readonly name = 'client_secret_post';

  constructor(private readonly secrets: ClientSecrets) {}

  present({ parameters }: AuthenticatingRequest): PresentedCredentials | undefined {
    const secret = parameters.get('client_secret');
    if (secret === undefined) return undefined;
    return {
      clientId: parameters.get('client_id') ?? '',
      verify: (client) => {
        const found = matchingSecret(client, secret);
        if (found === undefined) return 'wrong or expired secret';
        this.secrets.recordUse(found.id);
        return undefined;
      },
    };
  }
}
