import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { errors, jwtVerify, type JWTVerifyOptions, type JWTVerifyResult } from 'jose';
import { type Seal, SealedColumns } from '#platform/crypto';
import type { Repository } from 'typeorm';
import { epochSeconds } from '#protocol';
import { ClientSecretEntity } from '../client-secret.entity.js';
import type { Client } from '../client.js';

export interface RecoverableSecret {
  readonly id: string;
  readonly value: string;
}

/**
 * The secrets of clients that sign with theirs, or get something signed or encrypted with it. Of all
 * others we know a digest only.
 */
@Injectable()
export class RecoverableSecrets {
  private readonly values: Seal;

  constructor(
    sealed: SealedColumns,
    @InjectRepository(ClientSecretEntity) rows: Repository<ClientSecretEntity>,
  ) {
    this.values = sealed.register(rows, 'id', 'sealed', placeOf);
  }

  /** @returns what is stored of the secret with this id (attack N03) */
  seal({ id, value }: RecoverableSecret): string {
    return this.values.seal(id, value);
  }

  /** Those that are good now, the newest first. */
  of(client: Client): RecoverableSecret[] {
    const now = epochSeconds();
    const lasting = ({ expiresAt = Infinity }) => expiresAt;
    return client.secrets
      .filter((secret) => lasting(secret) > now)
      .sort((a, b) => lasting(b) - lasting(a) || b.createdAt - a.createdAt)
      .flatMap(({ id, sealed }) =>
        sealed === undefined ? [] : [{ id, value: this.values.open(id, sealed) }],
      );
  }

  /**
   * Checks a JWT with a MAC by one of the secrets: several may be good while a rotation is under way.
   * @param options name the algorithms
   * @throws JOSEError when it is not good
   */
  async verify(
    jwt: string,
    client: Client,
    options: JWTVerifyOptions,
  ): Promise<JWTVerifyResult & { readonly secretId: string }> {
    for (const { id: secretId, value } of this.of(client)) {
      try {
        return { ...(await jwtVerify(jwt, Buffer.from(value), options)), secretId };
      } catch (error) {
        if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

function placeOf(id: string): string {
  return `client_secrets.sealed:${id}`;
}
