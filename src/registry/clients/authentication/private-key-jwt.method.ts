import { Injectable } from '@nestjs/common';
import { PublishedKeys } from '#platform/outbound';
import { isMacAlgorithm, jwtFacts, SIGNING_ALGORITHMS } from '#protocol';
import { ClientAssertions } from './client-assertions.js';
import type {
  AuthenticatingRequest,
  ClientAuthenticationMethod,
  PresentedCredentials,
} from './client-authentication-method.js';

/** A JWT signed with the client's private key (OIDC Core §9). */
@Injectable()
export class PrivateKeyJwtMethod implements ClientAuthenticationMethod {
  readonly name = 'private_key_jwt';

  constructor(
    private readonly assertions: ClientAssertions,
    private readonly publishedKeys: PublishedKeys,
  ) {}

  present({ parameters }: AuthenticatingRequest): PresentedCredentials | undefined {
    const assertion = this.assertions.find(parameters);
    if (assertion === undefined || isMacAlgorithm(assertion.algorithm)) return undefined;
    return {
      clientId: assertion.subject,
      facts: () => jwtFacts(assertion.value),
      verify: (client) =>
        client === undefined
          ? 'no key to check the assertion with'
          : this.assertions.problem(client, SIGNING_ALGORITHMS, (options) =>
              this.publishedKeys.verify(assertion.value, client.metadata, options),
            ),
    };
  }
}
