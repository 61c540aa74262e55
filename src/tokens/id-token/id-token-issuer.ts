import { Injectable } from '@nestjs/common';
import { type Client, Subjects } from '#registry/clients';
import { Config } from '#platform/config';
import { acrOf, epochSeconds } from '#protocol';
import { SessionClients } from '#people/sessions';
import type { AuthenticatedUser } from '../authorization/authorization.js';
import { Contributions } from '../claims/contributions.js';
import type { Claims } from '../claims/token-contributor.js';
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
    private readonly subjects: Subjects,
    private readonly jwts: ClientJwts,
    private readonly sessionClients: SessionClients,
    private readonly contributions: Contributions,
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
    return this.jwts.write(
      client,
      'JWT',
      await this.told(client, user, { accessToken, code, scope }),
    );
  }

  /** What it says. */
  async told(
    client: Client,
    user: AuthenticatedUser,
    { accessToken, code, scope = [] }: IdTokenCompany,
  ): Promise<Claims> {
    const { id_token_signed_response_alg: algorithm } = client.metadata;
    const hashes = {
      ...(accessToken === undefined ? {} : { at_hash: halfHash(accessToken, algorithm) }),
      ...(code === undefined ? {} : { c_hash: halfHash(code, algorithm) }),
    };
    const claims = await this.contributions.to({
      ...{ place: 'id_token', client, user, scope, resources: [] },
      requested: user.claims?.idToken,
    });
    return { ...claims, ...this.claims(user, client, hashes) };
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
      exp: now + (client.metadata.id_token_lifetime ?? ID_TOKEN_LIFETIME),
      ...(user.authTime === undefined ? {} : { auth_time: user.authTime }),
      ...(acr === undefined ? {} : { acr }),
      amr: user.amr,
      ...(user.sessionId === undefined ? {} : { sid: this.subjects.sidOf(client, user.sessionId) }),
      ...(user.nonce === undefined ? {} : { nonce: user.nonce }),
      ...hashes,
    };
  }
}
