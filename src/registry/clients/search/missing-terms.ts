import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { Transactions } from '#platform/database';
import { Housekeeper } from '#platform/housekeeping';
import { ClientEntity } from '../client.entity.js';
import type { ClientMetadata } from '../metadata/client-metadata.js';
import { replaceTerms } from './client-terms.js';

/** Clients at a time. */
const BATCH = 50;

/** Adds the terms of clients that were registered before there were any. */
@Injectable()
export class MissingTerms implements OnModuleInit {
  private done = false;

  constructor(
    @InjectRepository(ClientEntity) private readonly rows: Repository<ClientEntity>,
    private readonly transactions: Transactions,
    private readonly housekeeper: Housekeeper,
  ) {}

  onModuleInit(): void {
    this.housekeeper.register('terms of clients', () => this.addSome());
  }

  private async addSome(): Promise<boolean> {
    if (this.done) return false;
    const without = await this.rows
      .createQueryBuilder('c')
      .where('c.deleted_at IS NULL')
      .andWhere('NOT EXISTS (SELECT 1 FROM client_terms t WHERE t.client_id = c.client_id)')
      .limit(BATCH)
      .getMany();
    for (const { clientId, version } of without) {
      await this.transactions.run(async (manager) => {
        // Nobody changes the client meanwhile.
        const held = await manager.update(ClientEntity, { clientId, version }, { version });
        const row = await manager.findOneBy(ClientEntity, { clientId });
        if (held.affected === 0 || row === null) return;
        await replaceTerms(manager, clientId, JSON.parse(row.metadata) as ClientMetadata);
      });
    }
    this.done = without.length === 0;
    return !this.done;
  }
}
