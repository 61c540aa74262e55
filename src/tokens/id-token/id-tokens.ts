import { Injectable } from '@nestjs/common';
import { decodeJwt, decodeProtectedHeader, errors, type JWK, jwtVerify } from 'jose';
import { Clients, RecoverableSecrets, Subjects } from '#registry/clients';
import { Config } from '#platform/config';
import { SigningKeys } from '#platform/crypto';
import { CLIENT_SIGNING_ALGORITHMS, isMacAlgorithm, SIGNING_ALGORITHMS } from '#protocol';
import type { IdTokenClaims } from './id-token.js';

/** Limit: characters of an ID token that is looked at. */
const MAX_TOKEN = 16_384;

/** Whom an ID token is about, and for whom it was. */
export interface IdTokenHint {
  /** As the client knows them: compare with what Subjects says. */
  readonly subject: string;
  readonly clientId: string;
  readonly sessionId: string | undefined;
  readonly expiresAt: number;
}

/** Reads ID tokens that clients send back, as hints and to exchange them. */
@Injectable()
export class IdTokens {
  constructor(
    private readonly config: Config,
    private readonly keys: SigningKeys,
    private readonly clients: Clients,
    private readonly secrets: RecoverableSecrets,
    private readonly subjects: Subjects,
  ) {}

  /** Expired ones too: a hint says who is meant, it proves nothing. Undefined when it is not ours. */
  readHint(value: string): Promise<IdTokenHint | undefined> {
    return this.read(value, CLIENT_SIGNING_ALGORITHMS, new Date(0));
  }

  /**
   * Only while the token is valid, for when it has to prove something. One with a MAC never does: the
   * client has the key as well.
   */
  verify(value: string): Promise<IdTokenHint | undefined> {
    return this.read(value, SIGNING_ALGORITHMS, new Date());
  }

  private async read(
    value: string,
    algorithms: readonly string[],
    currentDate: Date,
  ): Promise<IdTokenHint | undefined> {
    if (value.length > MAX_TOKEN) return undefined;
    const options = {
      algorithms: [...algorithms],
      // The type tells an ID token from the access tokens that the same keys sign (attack E10).
      typ: 'JWT',
      issuer: this.config.issuer,
      // A signed answer of the UserInfo endpoint has its type, and no expiry (OIDC Core §5.3.2).
      requiredClaims: ['sub', 'aud', 'exp'],
      currentDate,
    };
    try {
      for (const key of await this.keysOf(value)) {
        const verified = await jwtVerify<IdTokenClaims>(value, key, options).catch(unlessOther);
        if (verified === undefined) continue;
        // An access token of the type JWT has one (attack E10).
        if ('client_id' in verified.payload) return undefined;
        const { sub, aud, sid, exp } = verified.payload;
        const sessionId = await this.sessionOf(aud, sid);
        return { subject: sub, clientId: aud, sessionId, expiresAt: exp };
      }
      return undefined;
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
      throw error;
    }
  }

  private async sessionOf(clientId: string, sid: string | undefined) {
    const client = sid === undefined ? undefined : await this.clients.find(clientId);
    return client === undefined || sid === undefined ? sid : this.subjects.sessionOf(client, sid);
  }

  /** The key of ours that it names; or the secrets of the client that it says it is for. */
  private async keysOf(value: string): Promise<(JWK | Uint8Array)[]> {
    const { alg = '', kid = '' } = decodeProtectedHeader(value);
    if (!isMacAlgorithm(alg)) {
      const key = await this.keys.byKid(kid);
      return key === undefined ? [] : [key.publicJwk];
    }
    const { aud } = decodeJwt(value);
    const client = typeof aud === 'string' ? await this.clients.find(aud) : undefined;
    if (client?.metadata.id_token_signed_response_alg !== alg) return [];
    return this.secrets.of(client).map((secret) => Buffer.from(secret.value));
  }
}

function unlessOther(error: unknown): undefined {
  if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
}
