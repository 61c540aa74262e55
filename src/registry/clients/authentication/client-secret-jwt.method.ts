import { Injectable } from '@nestjs/common';
import type { JWTVerifyOptions, JWTVerifyResult } from 'jose';
import { isMacAlgorithm, jwtFacts, MAC_ALGORITHMS } from '#protocol';
import type { Client } from '../client.js';
import { ClientSecrets } from '../secrets/client-secrets.js';
import { RecoverableSecrets } from '../secrets/recoverable-secrets.js';
import { type ClientAssertion, ClientAssertions } from './client-assertions.js';
import type {
  AuthenticatingRequest,
  ClientAuthenticationMethod,
  PresentedCredentials,
} from './client-authentication-method.js';

/**
 * A JWT with a MAC by the client's secret, which does not travel itself: `client_secret_jwt` of OIDC Core
 * §9.
 */
@Injectable()
export class ClientSecretJwtMethod implements ClientAuthenticationMethod {
  readonly name = 'client_secret_jwt';

  constructor(
    private readonly assertions: ClientAssertions,
    private readonly secrets: RecoverableSecrets,
    private readonly uses: ClientSecrets,
  ) {}

  present({ parameters }: AuthenticatingRequest): PresentedCredentials | undefined {
    const assertion = this.assertions.find(parameters);
    if (assertion === undefined || !isMacAlgorithm(assertion.algorithm)) return undefined;
    return {
      clientId: assertion.subject,
      facts: () => jwtFacts(assertion.value),
      verify: (client) =>
        client === undefined
          ? 'no secret to check the assertion with'
          : this.assertions.problem(client, MAC_ALGORITHMS, (options) =>
              this.verify(assertion, client, options),
            ),
    };
  }

  private async verify(
    { value }: ClientAssertion,
    client: Client,
    options: JWTVerifyOptions,
  ): Promise<JWTVerifyResult> {
    const verified = await this.secrets.verify(value, client, options);
    this.uses.recordUse(verified.secretId);
    return verified;
  }
}
