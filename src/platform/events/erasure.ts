import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, In, LessThan, type Repository } from 'typeorm';
import { Housekeeper } from '#platform/housekeeping';
import { epochSeconds } from '#protocol';
import type { Event } from './event.js';
import { EventEntity } from './event.entity.js';
import { EventErasureEntity } from './event-erasure.entity.js';
import { On } from './on.js';

const BATCH = 25;
/** Seconds for which what is told of them still comes in, from nodes that could not reach the database. */
const LOOKED_FOR = 3600;

/**
 * Takes the facts about somebody who was deleted out of the journal: addresses, user agents, names. The chain
 * holds a salted digest of them, and the salt goes as well. What an admin did to others remains.
 */
@Injectable()
export class Erasure implements OnModuleInit {
  constructor(
    @InjectRepository(EventErasureEntity) private readonly rows: Repository<EventErasureEntity>,
    private readonly housekeeper: Housekeeper,
  ) {}

  onModuleInit(): void {
    this.housekeeper.register('erased people', () => this.eraseSome());
  }

  @On(['user.deleted'])
  async onDeleted({ userId }: Event, manager: EntityManager): Promise<void> {
    if (userId === undefined) return;
    await manager.upsert(EventErasureEntity, { userId, at: epochSeconds() }, ['userId']);
  }

  private async eraseSome(): Promise<boolean> {
    const { manager } = this.rows;
    const found = await manager
      .createQueryBuilder(EventEntity, 'e')
      .select('e.id')
      .innerJoin(EventErasureEntity, 'x', 'x.userId = e.userId AND e.at <= x.at')
      .where('(e.facts IS NOT NULL OR e.factsSalt IS NOT NULL OR e.ip IS NOT NULL)')
      .limit(BATCH)
      .getMany();
    if (found.length > 0) {
      const ids = In(found.map(({ id }) => id));
      await manager.update(EventEntity, { id: ids }, { facts: null, factsSalt: null, ip: null });
      return true;
    }
    await this.rows.delete({ at: LessThan(epochSeconds() - LOOKED_FOR) });
    return false;
  }
}
