import { Injectable } from '@nestjs/common';
import { type Client, Subjects } from '#registry/clients';
import { Config } from '#platform/config';
import { acrOf, epochSeconds, type RequestedClaims } from '#protocol';
import { SessionClients } from '#people/sessions';
import { releasedClaims, UserRepository } from '#people/users';
import type { AuthenticatedUser } from '../authorization/authorization.js';
import { ClientJwts } from '../client-jwt/client-jwts.js';
import {
  halfHash,
  ID_TOKEN_LIFETIME,
  type IdTokenClaims,
  type IdTokenCompany,
} from './id-token.js';

/** Writes ID tokens, for the TokenIssuer (OIDC Core §2). */
@Injectable()
export class IdTokenIssuer {
  constructor(
    private readonly config: Config,
    private readonly users: UserRepository,
    private readonly subjects: Subjects,
    private readonly jwts: ClientJwts,
    private readonly sessionClients: SessionClients,
  ) {}

  async issue(
    client: Client,
    user: AuthenticatedUser,
    { accessToken, code, scope = [] }: IdTokenCompany,
  ): Promise<string> {
    // A client that gets an ID token of a session has to be told when the session ends.
    if (user.sessionId !== undefined) {
      await this.sessionClients.record(client, user.sub, user.sessionId);
    }
    const { id_token_signed_response_alg: algorithm } = client.metadata;
    const hashes = {
      ...(accessToken === undefined ? {} : { at_hash: halfHash(accessToken, algorithm) }),
      ...(code === undefined ? {} : { c_hash: halfHash(code, algorithm) }),
    };
    const requested = user.claims?.idToken;
    const asked = scope.length > 0 || (requested !== undefined && requested.size > 0);
    const claims = asked ? await this.claimsAbout(user.sub, scope, requested) : {};
    return this.jwts.write(client, 'JWT', { ...claims, ...this.claims(user, client, hashes) });
  }

  private async claimsAbout(
    sub: string,
    scope: readonly string[],
    requested: RequestedClaims | undefined,
  ): Promise<Record<string, unknown>> {
    const user = await this.users.find(sub);
    return user === undefined ? {} : releasedClaims(user, scope, requested);
  }

  private claims(
    user: AuthenticatedUser,
    client: Client,
    hashes: Pick<IdTokenClaims, 'at_hash' | 'c_hash'>,
  ): IdTokenClaims {
    const now = epochSeconds();
    const acr = acrOf(user.amr);
    return {
      iss: this.config.issuer,
      sub: this.subjects.of(client, user.sub),
      aud: client.id,
      iat: now,
      exp: now + ID_TOKEN_LIFETIME,
      ...(user.authTime === undefined ? {} : { auth_time: user.authTime }),
      ...(acr === undefined ? {} : { acr }),
      amr: user.amr,
      ...(user.sessionId === undefined ? {} : { sid: this.subjects.sidOf(client, user.sessionId) }),
      ...(user.nonce === undefined ? {} : { nonce: user.nonce }),
      ...hashes,
    };
  }
}
