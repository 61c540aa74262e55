import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, Not, type Repository } from 'typeorm';
import { DEPENDENTS_OF_CLIENTS } from '#platform/database';
import { Housekeeper } from '#platform/housekeeping';
import { ClientEntity } from './client.entity.js';

/** Rows at a time, so that nobody waits long behind them. */
const BATCH = 100;
/** Limit: batches that whoever deletes a client waits for; what is left goes in the background. */
const AT_ONCE = 20;

/**
 * What was issued to a client that is deleted: of no use from that moment on, and deleted some at a time. One
 * statement for a client with many authorizations would hold up everybody (SQLite has one writer).
 */
@Injectable()
export class ClientRemains implements OnModuleInit {
  constructor(
    @InjectRepository(ClientEntity) private readonly rows: Repository<ClientEntity>,
    private readonly housekeeper: Housekeeper,
  ) {}

  onModuleInit(): void {
    this.housekeeper.register('deleted clients', async () => {
      const client = await this.rows.findOneBy({ deletedAt: Not(IsNull()) });
      if (client === null) return false;
      await this.deleteSome(client.clientId);
      return true;
    });
  }

  /** Of most clients it is all. */
  async begin(clientId: string): Promise<void> {
    for (let i = 0; i < AT_ONCE; i++) if (!(await this.deleteSome(clientId))) return;
  }

  /** @returns whether more is left */
  private async deleteSome(clientId: string): Promise<boolean> {
    for (const { table, key } of DEPENDENTS_OF_CLIENTS) {
      const found = await this.rows.manager
        .createQueryBuilder()
        .select(`t.${key}`, 'key')
        .from(table, 't')
        .where('t.client_id = :clientId', { clientId })
        .limit(BATCH)
        .getRawMany<{ key: string }>();
      if (found.length === 0) continue;
      await this.rows.manager
        .createQueryBuilder()
        .delete()
        .from(table)
        .where('client_id = :clientId', { clientId })
        .andWhere(`${key} IN (:...keys)`, { keys: found.map((row) => row.key) })
        .execute();
      return true;
    }
    await this.rows.delete({ clientId, deletedAt: Not(IsNull()) });
    return false;
  }
}
