import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LRUCache } from 'lru-cache';
import { LessThan, type Repository } from 'typeorm';
import { randomId, randomToken, sha256 } from '#platform/crypto';
import { Transactions } from '#platform/database';
import { epochSeconds } from '#protocol';
import type { Client } from '../client.js';
import { ClientSecretEntity } from '../client-secret.entity.js';
import type { ClientMetadata } from '../metadata/client-metadata.js';
import { neededSecret } from './needed-secret.js';
import { RecoverableSecrets } from './recoverable-secrets.js';

/** The prefix lets secret scanners recognise a leaked secret. */
const SECRET_PREFIX = 'gh_cs_';
/** `last_used_at` is written behind the requests, at most once a minute for each secret. */
const USE_INTERVAL = 60;
const MAX_REMEMBERED = 5000;
const ONE_DAY = 24 * 3600;

/** Makes, replaces and forgets the secrets of clients. */
@Injectable()
export class ClientSecrets implements OnApplicationShutdown {
  private readonly recentUses = new LRUCache<string, number>({ max: MAX_REMEMBERED });
  private writing: Promise<unknown> = Promise.resolve();

  constructor(
    @InjectRepository(ClientSecretEntity) private readonly rows: Repository<ClientSecretEntity>,
    private readonly transactions: Transactions,
    private readonly recoverable: RecoverableSecrets,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.writing;
  }

  /**
   * Gives the client a new secret and lets the others end at `previousExpireAt`, if they do not
   * before.
   * @returns the secret, which is not shown again; undefined for a client that needs none
   */
  async add(
    clientId: string,
    metadata: ClientMetadata,
    previousExpireAt: number,
  ): Promise<string | undefined> {
    const needed = neededSecret(metadata);
    if (needed === 'none') return undefined;
    const id = randomId();
    // Two tokens long, although one would be secret enough: a key for HS512 has 64 bytes (RFC 7518 §3.2, attack N07).
    const more = needed === 'recoverable' ? randomToken() : '';
    const value = SECRET_PREFIX + randomToken() + more;
    await this.transactions.run(async (manager) => {
      await manager
        .createQueryBuilder()
        .update(ClientSecretEntity)
        .set({ expiresAt: previousExpireAt })
        .where('client_id = :clientId AND (expires_at IS NULL OR expires_at > :previousExpireAt)', {
          clientId,
          previousExpireAt,
        })
        .execute();
      // Nothing else deletes them, and each is compared with at every authentication.
      await manager.delete(ClientSecretEntity, { clientId, expiresAt: LessThan(epochSeconds()) });
      await manager.insert(ClientSecretEntity, {
        id,
        clientId,
        secretHash: sha256(value),
        sealed: needed === 'recoverable' ? this.recoverable.seal({ id, value }) : null,
        createdAt: epochSeconds(),
        expiresAt: null,
        lastUsedAt: null,
      });
    });
    return value;
  }

  /**
   * Follows a change of the client.
   * @returns a new secret where it needs one of a kind that it has not
   */
  async adjust({ id, secrets }: Client, metadata: ClientMetadata): Promise<string | undefined> {
    const needed = neededSecret(metadata);
    if (needed === 'none') {
      // One that the client's method no longer allows must not work again later (attack C06).
      await this.rows.delete({ clientId: id });
      return undefined;
    }
    const recoverable = needed === 'recoverable';
    if (!recoverable) await this.rows.update({ clientId: id }, { sealed: null });
    if (secrets.some(({ sealed }) => sealed !== undefined || !recoverable)) return undefined;
    // Those of which only digests are known stay good while the new one is put in place.
    return this.add(id, metadata, epochSeconds() + ONE_DAY);
  }

  recordUse(secretId: string): void {
    const lastUsedAt = epochSeconds();
    if (lastUsedAt - (this.recentUses.get(secretId) ?? 0) < USE_INTERVAL) return;
    this.recentUses.set(secretId, lastUsedAt);
    this.writing = this.rows.update({ id: secretId }, { lastUsedAt }).catch(() => undefined);
  }
}
