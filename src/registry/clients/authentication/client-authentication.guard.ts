import {
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
} from '@nestjs/common';
import {
  accessOf,
  formParameters,
  type HttpRequest,
  originOf,
  queryParameters,
} from '#platform/http';
import { OAuthError, REQUEST_PARAMETERS } from '#protocol';
import type { Client } from '../client.js';
import { ClientAuthenticator } from './client-authenticator.js';

declare module '#platform/http' {
  interface RequestFacts {
    client?: Client;
  }
}

/** Authenticates the client of every route marked `@AuthenticatesClient()`. */
@Injectable()
export class ClientAuthenticationGuard implements CanActivate {
  constructor(private readonly authenticator: ClientAuthenticator) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const access = accessOf(context.getHandler());
    if (access?.kind !== 'client') return true;
    return this.authenticate(context.switchToHttp().getRequest<HttpRequest>());
  }

  private async authenticate(request: HttpRequest): Promise<boolean> {
    rejectQuery(request);
    const parameters = formParameters(request);
    parameters.rejectDuplicates();
    const client = await this.authenticator.authenticate(
      { authorization: request.headers.authorization, parameters },
      originOf(request),
    );
    request.facts.client = client;
    request.facts.asking = { id: client.id, proven: !client.isPublic };
    return true;
  }
}

/**
 * The endpoint's address may have a query (RFC 6749 §3.2), which says nothing to us. Parameters belong into the
 * body: a query string is logged on the way (attack B19).
 */
function rejectQuery(request: HttpRequest): void {
  for (const name of queryParameters(request).names()) {
    if (REQUEST_PARAMETERS.has(name)) {
      throw OAuthError.invalidRequest(
        'Parameters must be in the body, not in the address.',
      ).refusedBy({
        ...{ check: 'client-authentication', spec: 'RFC 6749 §2.3.1' },
        ...{ expected: 'parameters in the body alone', got: { parameter: name } },
      });
    }
  }
}

/** The client that {@link ClientAuthenticationGuard} has authenticated. */
export const AuthenticatedClient = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => {
    const { client } = context.switchToHttp().getRequest<HttpRequest>().facts;
    if (client === undefined) throw new Error('this route does not authenticate the client');
    return client;
  },
);
