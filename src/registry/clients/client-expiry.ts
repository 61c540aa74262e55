import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, type Repository } from 'typeorm';
import { Housekeeper } from '#platform/housekeeping';
import { epochSeconds } from '#protocol';
import type { Client } from './client.js';
import { ClientEntity } from './client.entity.js';

/** Seconds after which a client that registered itself is deleted when nobody has used it. */
const UNUSED_LIFETIME = 90 * 24 * 3600;
/** How often that a client was used is written down. */
const RECORD_INTERVAL = 24 * 3600;

/** Deletes clients that registered themselves and are not used (attack L15). */
@Injectable()
export class ClientExpiry implements OnModuleInit {
  constructor(
    @InjectRepository(ClientEntity) private readonly rows: Repository<ClientEntity>,
    private readonly housekeeper: Housekeeper,
  ) {}

  onModuleInit(): void {
    this.housekeeper.registerExpiry(this.rows, 'expires_at');
  }

  /** When a client expires that is used now for the last time. */
  ofUseNow(): number {
    return epochSeconds() + UNUSED_LIFETIME;
  }

  /** Says that the client is used. Writes once a day, and nothing for clients that do not expire. */
  async postpone({ id: clientId, expiresAt: expected }: Client): Promise<void> {
    const expiresAt = this.ofUseNow();
    if (expected === undefined || expected > expiresAt - RECORD_INTERVAL) return;
    await this.rows.update({ clientId, expiresAt: LessThan(expiresAt) }, { expiresAt });
  }
}
