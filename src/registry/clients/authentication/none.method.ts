import { Injectable } from '@nestjs/common';
import type {
  AuthenticatingRequest,
  ClientAuthenticationMethod,
  PresentedCredentials,
} from './client-authentication-method.js';

/** A public client only says who it is (RFC 6749 §2.1). */
@Injectable()
export class NoneMethod implements ClientAuthenticationMethod {
  readonly name = 'none';

  present({ authorization, parameters }: AuthenticatingRequest): PresentedCredentials | undefined {
    const clientId = parameters.get('client_id');
    const authenticates =
      authorization !== undefined ||
      parameters.has('client_secret') ||
      parameters.has('client_assertion') ||
      parameters.has('client_assertion_type');
    if (clientId === undefined || authenticates) return undefined;
    return { clientId, verify: () => undefined };
  }
}
