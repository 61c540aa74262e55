import { Injectable } from '@nestjs/common';
import { type Client, Subjects } from '#registry/clients';
import { Config } from '#platform/config';
import { randomId } from '#platform/crypto';
import { epochSeconds } from '#protocol';
import { ClientJwts } from '../client-jwt/client-jwts.js';
import { LOGOUT_EVENT, LOGOUT_TOKEN_LIFETIME, type LogoutTokenClaims } from './logout-token.js';

/** The only code that mints logout tokens (Back-Channel Logout 1.0 §2.4). */
@Injectable()
export class LogoutTokens {
  constructor(
    private readonly config: Config,
    private readonly subjects: Subjects,
    private readonly jwts: ClientJwts,
  ) {}

  /** Tells a client that a session has ended, signed, and if it wants that encrypted, as its ID tokens are. */
  async issue(client: Client, userId: string, sessionId: string): Promise<string> {
    const now = epochSeconds();
    const claims: LogoutTokenClaims = {
      iss: this.config.issuer,
      sub: this.subjects.of(client, userId),
      aud: client.id,
      iat: now,
      exp: now + LOGOUT_TOKEN_LIFETIME,
      jti: randomId(),
      sid: this.subjects.sidOf(client, sessionId),
      events: LOGOUT_EVENT,
    };
    return this.jwts.write(client, 'logout+jwt', claims);
  }
}
