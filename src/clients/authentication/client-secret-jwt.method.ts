import { Injectable } from '@nestjs/common';
import { errors, jwtVerify, type JWTVerifyOptions, type JWTVerifyResult } from 'jose';
import type { HttpRequest } from '../../http/index.js';
import { isMacAlgorithm, MAC_ALGORITHMS, type Parameters } from '../../protocol/index.js';
import type { Client } from '../client.js';
import { ClientSecrets } from '../secrets/client-secrets.js';
import { RecoverableSecrets } from '../secrets/recoverable-secrets.js';
import { type ClientAssertion, ClientAssertions } from './client-assertions.js';
import type {
  ClientAuthenticationMethod,
  PresentedCredentials,
} from './client-authentication-method.js';

/** A JWT with a MAC by the client's secret, which does not travel itself (OIDC Core §9). */
@Injectable()
export class ClientSecretJwtMethod implements ClientAuthenticationMethod {
  readonly name = 'client_secret_jwt';

  constructor(
    private readonly assertions: ClientAssertions,
    private readonly secrets: RecoverableSecrets,
    private readonly uses: ClientSecrets,
  ) {}

  present(_request: HttpRequest, parameters: Parameters): PresentedCredentials | undefined {
    const assertion = this.assertions.find(parameters);
    if (assertion === undefined || !isMacAlgorithm(assertion.algorithm)) return undefined;
    return {
      clientId: assertion.subject,
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
    for (const secret of this.secrets.of(client)) {
      try {
        const verified = await jwtVerify(value, Buffer.from(secret.value), options);
        this.uses.recordUse(secret.id);
        return verified;
      } catch (error) {
        // Several may be good while a rotation is under way.
        if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}
