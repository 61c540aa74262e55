import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LRUCache } from 'lru-cache';
import { atMost } from '#platform/cache';
import { type EntityManager, LessThan, type Repository } from 'typeorm';
import { randomId, randomToken, sha256 } from '#platform/crypto';
import { epochSeconds } from '#protocol';
import { ClientSecretEntity } from '../client-secret.entity.js';
import type { ClientMetadata } from '../metadata/client-metadata.js';
import { neededSecret } from './needed-secret.js';
import { RecoverableSecrets } from './recoverable-secrets.js';
import type { ChangedSecret, SecretTerms } from './secret-terms.js';

/** The prefix lets secret scanners recognise a leaked secret. */
const SECRET_PREFIX = 'gh_cs_';
/** `last_used_at` is written behind the requests, at most once a minute for each secret. */
const USE_INTERVAL = 60;
const MAX_REMEMBERED = 5000;

const HINT_LENGTH = 4;

/** A secret that was made just now: it is not stored, and cannot be shown again. */
export interface NewSecret {
  readonly id: string;
  readonly value: string;
  /** What is stored of it where something is signed with it. */
  readonly sealed: string | null;
  readonly terms: SecretTerms;
}

/** Makes, replaces and forgets the secrets of clients. */
@Injectable()
export class ClientSecrets implements OnApplicationShutdown {
  private readonly recentUses = new LRUCache<string, number>(atMost(MAX_REMEMBERED));
  private writing: Promise<unknown> = Promise.resolve();

  constructor(
    @InjectRepository(ClientSecretEntity) private readonly rows: Repository<ClientSecretEntity>,
    private readonly recoverable: RecoverableSecrets,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.writing;
  }

  /** A new secret of the kind that the client needs. */
  make(metadata: ClientMetadata, terms: SecretTerms = {}): NewSecret {
    const id = randomId();
    const recoverable = neededSecret(metadata) === 'recoverable';
    // Two tokens long, although one would be secret enough: a key for HS512 has 64 bytes (RFC 7518 §3.2,
    // attack N07).
    const made = () => SECRET_PREFIX + randomToken() + (recoverable ? randomToken() : '');
    const { value = made() } = terms;
    const sealed = recoverable ? this.recoverable.seal({ id, value }) : null;
    return { id, value, sealed, terms };
  }

  /** Stores a new secret and lets the others end at `previousExpireAt`, if they do not before. */
  async add(
    manager: EntityManager,
    clientId: string,
    { id, value, sealed, terms }: NewSecret,
    previousExpireAt: number,
  ): Promise<void> {
    const createdAt = epochSeconds();
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
    await manager.delete(ClientSecretEntity, { clientId, expiresAt: LessThan(createdAt) });
    await manager.insert(ClientSecretEntity, {
      ...{ id, clientId, sealed, createdAt },
      ...{ secretHash: sha256(value), hint: value.slice(-HINT_LENGTH), label: terms.label ?? '' },
      expiresAt: terms.expiresAt ?? null,
      lastUsedAt: null,
    });
  }

  /** Follows a change of the client: keeps no more of its secrets than it needs. */
  async reduce(manager: EntityManager, clientId: string, metadata: ClientMetadata): Promise<void> {
    const needed = neededSecret(metadata);
    // One that the client's method no longer allows must not work again later (attack C06).
    if (needed === 'none') await manager.delete(ClientSecretEntity, { clientId });
    if (needed === 'digest')
      await manager.update(ClientSecretEntity, { clientId }, { sealed: null });
  }

  /** Its value stays as it is. */
  async change(
    manager: EntityManager,
    clientId: string,
    { id, label, expiresAt }: ChangedSecret,
  ): Promise<void> {
    await manager.update(
      ClientSecretEntity,
      { clientId, id },
      { label, expiresAt: expiresAt ?? null },
    );
  }

  async end(manager: EntityManager, clientId: string, id: string): Promise<void> {
    await manager.delete(ClientSecretEntity, { clientId, id });
  }

  recordUse(secretId: string): void {
    const lastUsedAt = epochSeconds();
    if (lastUsedAt - (this.recentUses.get(secretId) ?? 0) < USE_INTERVAL) return;
    this.recentUses.set(secretId, lastUsedAt);
    this.writing = this.rows.update({ id: secretId }, { lastUsedAt }).catch(() => undefined);
  }
}
