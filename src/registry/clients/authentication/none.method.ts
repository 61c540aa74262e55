import { Injectable } from '@nestjs/common';
import type {
  AuthenticatingRequest,
  ClientAuthenticationMethod,
  PresentedCredentials,
} from './client-authentication-method.js';
import { basicCredentials } from './basic-credentials.js';

/** A public client only says who it is (RFC 6749 §2.1). */
@Injectable()
export class NoneMethod implements ClientAuthenticationMethod {
  readonly name = 'none';

  present({ authorization, parameters }: AuthenticatingRequest): PresentedCredentials | undefined {
    // `Basic base64(client_id:)` is how some libraries say the name of a client without a secret.
    const basic = authorization === undefined ? undefined : basicCredentials(authorization);
    const clientId = basic?.clientId ?? parameters.get('client_id');
    const authenticates =
      (basic !== undefined && basic.secret !== '') ||
      parameters.has('client_secret') ||
      parameters.has('client_assertion') ||
      parameters.has('client_assertion_type');
    if (clientId === undefined || authenticates) return undefined;
    return { clientId, verify: () => undefined };
  }
}
