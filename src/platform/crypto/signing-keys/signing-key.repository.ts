import { createPrivateKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { type EntityManager, IsNull, MoreThan, type Repository } from 'typeorm';
import { Config } from '#platform/config';
import { epochSeconds } from '#protocol';
import { type Seal, SealedColumns } from '../sealed-columns.js';
import { DecryptionKey } from './decryption-key.js';
import { generateFor, isForEncryption, type KeyAlgorithm } from './key-pair.js';
import type { OwnKey } from './own-key.js';
import { SigningKeyEntity } from './signing-key.entity.js';
import { SigningKey } from './signing-key.js';

export type NewKey = Readonly<SigningKeyEntity>;

@Injectable()
export class SigningKeyRepository {
  /** Private keys already opened, by kid: the rows are read often, the keys never change. */
  private readonly opened = new Map<string, KeyObject>();

  private readonly privateKeys: Seal;

  constructor(
    @InjectRepository(SigningKeyEntity) private readonly rows: Repository<SigningKeyEntity>,
    private readonly config: Config,
    sealed: SealedColumns,
  ) {
    this.privateKeys = sealed.register(rows, 'kid', 'privateKey', placeOf);
  }

  /** Every key that is still published, oldest first. */
  async published(): Promise<OwnKey[]> {
    const rows = await this.rows.find({
      where: [{ publishedUntil: IsNull() }, { publishedUntil: MoreThan(epochSeconds()) }],
      order: { activeFrom: 'ASC', createdAt: 'ASC', kid: 'ASC' },
    });
    return rows.map((row) => this.open(row));
  }

  /** Makes a key pair that is first used at `activeFrom`; slow, and so outside of any transaction. */
  async make(algorithm: KeyAlgorithm, activeFrom: number): Promise<NewKey> {
    const { publicKey, privateKey } = await generateFor(algorithm, this.config.rsaKeyBits);
    const jwk = publicKey.export({ format: 'jwk' }) as JWK;
    // A thumbprint names the key by its content: no kid is ever used twice (RFC 7638).
    const kid = await calculateJwkThumbprint(jwk);
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    return {
      kid,
      algorithm,
      publicJwk: JSON.stringify({ ...jwk, kid, ...purposeOf(algorithm) }),
      privateKey: this.privateKeys.seal(kid, pem),
      createdAt: epochSeconds(),
      activeFrom,
      publishedUntil: null,
    };
  }

  async insert(key: NewKey, manager = this.rows.manager): Promise<void> {
    await manager.insert(SigningKeyEntity, key);
  }

  /**
   * Takes the predecessors of `successor` out of the JWKS at `publishedUntil`; those that were to
   * leave it later as well, because one of them may be what was compromised (attack N01).
   */
  async retirePredecessors(
    manager: EntityManager,
    { algorithm, kid: successor }: NewKey,
    publishedUntil: number,
  ): Promise<void> {
    await manager
      .createQueryBuilder()
      .update(SigningKeyEntity)
      .set({ publishedUntil })
      .where('algorithm = :algorithm AND kid <> :successor', { algorithm, successor })
      .andWhere('(published_until IS NULL OR published_until > :publishedUntil)', {
        publishedUntil,
      })
      .execute();
  }

  private open(row: SigningKeyEntity): OwnKey {
    const algorithm = row.algorithm as KeyAlgorithm;
    const published = {
      kid: row.kid,
      publicJwk: JSON.parse(row.publicJwk) as JWK,
      createdAt: row.createdAt,
      activeFrom: row.activeFrom,
      publishedUntil: row.publishedUntil ?? undefined,
    };
    const privateKey = this.privateKey(row);
    return isForEncryption(algorithm)
      ? new DecryptionKey({ ...published, algorithm }, privateKey)
      : new SigningKey({ ...published, algorithm }, privateKey);
  }

  private privateKey(row: SigningKeyEntity): KeyObject {
    let key = this.opened.get(row.kid);
    if (key === undefined) {
      key = createPrivateKey(this.privateKeys.open(row.kid, row.privateKey));
      this.opened.set(row.kid, key);
    }
    return key;
  }
}

/** How a key says what it is for (RFC 7517 §4.2, §4.4). */
function purposeOf(algorithm: KeyAlgorithm): JWK {
  if (!isForEncryption(algorithm)) return { alg: algorithm, use: 'sig' };
  // One algorithm would exclude the others of its family.
  return algorithm === 'ECDH-ES' ? { use: 'enc' } : { alg: algorithm, use: 'enc' };
}

function placeOf(kid: string): string {
  return `signing_keys.private_key:${kid}`;
}
