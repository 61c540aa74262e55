import { Injectable } from '@nestjs/common';
import { epochSeconds } from '#protocol';
import {
  AuthorizationRepository,
  type TokenBasis,
} from '../authorization/authorization.repository.js';
import type { AccessToken } from './access-token.js';
import { AccessTokenJwts } from './access-token-jwts.js';
import { AccessTokenRepository, OPAQUE_PREFIX } from './access-token.repository.js';
import { Parties } from './parties.js';

/** Limit: characters of an access token that is looked at. */
const MAX_TOKEN = 8192;
export type Inspection =
  /** `basis`: what the token rests on; absent when the client speaks for itself. */
  | { readonly token: AccessToken; readonly basis?: TokenBasis }
  /** `issued`: it was an access token of ours once, or is one and has ended. */
  | { readonly problem: string; readonly issued: boolean };

/** Tells whether an access token of ours is good at this moment. */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly jwts: AccessTokenJwts,
    private readonly authorizations: AuthorizationRepository,
    private readonly repository: AccessTokenRepository,
    private readonly parties: Parties,
  ) {}

  /**
   * Checks signature, type, expiry, and then with the database whether the authorization it rests on
   * still stands: revoking, signing out and disabling work at once, for JWTs too.
   */
  async inspect(value: string): Promise<Inspection> {
    const token = await this.decode(value);
    if (token === undefined) return { problem: 'not an access token of ours', issued: false };
    if (isExpired(token)) return { problem: 'expired', issued: true };
    if (token.authorizationId === undefined) {
      const problem = await this.whyClientTokenDead(token);
      return problem === undefined ? { token } : { problem, issued: true };
    }
    const basis = await this.authorizations.findBasis(token.authorizationId, token.jti);
    if (basis === undefined) return { problem: 'the authorization is gone', issued: true };
    const problem = await this.whyDead(token, basis);
    if (problem !== undefined) return { problem, issued: true };
    return { token: speakingFor(token, basis.authorization.userId), basis };
  }

  /** What the token says, without asking whether it still stands. Undefined when it is not ours. */
  async read(value: string): Promise<AccessToken | undefined> {
    const token = await this.decode(value);
    return token === undefined || isExpired(token) ? undefined : token;
  }

  /** Ends one access token. */
  async revoke(value: string, token: AccessToken): Promise<void> {
    if (value.startsWith(OPAQUE_PREFIX)) await this.repository.deleteOpaque(value);
    else await this.repository.revoke(token.jti, token.expiresAt);
  }

  /** Also of an expired one. */
  private async decode(value: string): Promise<AccessToken | undefined> {
    if (value.length > MAX_TOKEN) return undefined;
    if (value.startsWith(OPAQUE_PREFIX)) return this.repository.findOpaque(value);
    return this.jwts.read(value);
  }

  private async whyClientTokenDead(token: AccessToken): Promise<string | undefined> {
    const problem = await this.parties.whyEnded(token);
    if (problem !== undefined) return problem;
    return (await this.repository.isRevoked(token.jti)) ? 'revoked' : undefined;
  }

  private async whyDead(token: AccessToken, basis: TokenBasis): Promise<string | undefined> {
    return basis.accessTokenRevoked ? 'revoked' : this.parties.whyEnded(token, basis);
  }
}

/** A JWT names the person as its client knows them; who that is stands with the authorization. */
function speakingFor(token: AccessToken, userId: string): AccessToken {
  return token.userId === userId ? token : { ...token, userId };
}

function isExpired({ expiresAt }: AccessToken): boolean {
  return expiresAt <= epochSeconds();
}
