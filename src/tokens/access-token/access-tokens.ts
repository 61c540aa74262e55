import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { epochSeconds, Granted, methodsOf } from '#protocol';
import { ResourceServers } from '#registry/resources';
import {
  AuthorizationRepository,
  type TokenBasis,
} from '../authorization/authorization.repository.js';
import type { AccessToken } from './access-token.js';
import { AccessTokenJwts } from './access-token-jwts.js';
import { AccessTokenRepository, OPAQUE_PREFIX } from './access-token.repository.js';
import { Parties } from './parties.js';

/** Limit: characters of an access token that is looked at. */
const MAX_TOKEN = 16_384;
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
    private readonly resourceServers: ResourceServers,
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

  /** What it says was granted, as far as the APIs are still there. */
  async grantedBy({ scope, audience }: AccessToken): Promise<Granted> {
    return Granted.of(scope, await this.resourceServers.named(audience));
  }

  /** Ends one access token, and those that were exchanged for it. */
  async revoke(manager: EntityManager, { jti, expiresAt }: AccessToken): Promise<void> {
    await this.repository.revoke(manager, jti, expiresAt);
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
    const revoked = await this.repository.isRevoked([token.jti, ...token.restsOn]);
    return revoked ? 'revoked' : undefined;
  }

  private async whyDead(token: AccessToken, basis: TokenBasis): Promise<string | undefined> {
    if (basis.accessTokenRevoked) return 'revoked';
    // One statement more, of an exchanged token only.
    if (await this.repository.isRevoked(token.restsOn)) return 'revoked';
    return this.parties.whyEnded(token, basis);
  }
}

/** A token that is good, and what it rests on. */
export type LiveToken = Extract<Inspection, { token: AccessToken }>;

/** How the person proved who they are, and when: as the authorization has it, or else the token itself. */
export function proofsOf({ token, basis }: LiveToken) {
  if (basis === undefined) return { authTime: token.authTime, amr: token.amr };
  const { authTime, factors } = basis.authorization;
  return { authTime, amr: methodsOf(factors) };
}

/** A JWT names the person as its client knows them; who that is stands with the authorization. */
function speakingFor(token: AccessToken, userId: string): AccessToken {
  return token.userId === userId ? token : { ...token, userId };
}

function isExpired({ expiresAt }: AccessToken): boolean {
  return expiresAt <= epochSeconds();
}
