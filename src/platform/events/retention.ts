import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, LessThanOrEqual, type Repository } from 'typeorm';
import { Housekeeper } from '#platform/housekeeping';
import { Metrics } from '#platform/metrics';
import { epochSeconds } from '#protocol';
import { Checkpoints } from './checkpoints.js';
import { EventEntity } from './event.entity.js';

/** Limit: seconds for which events are kept. */
const KEPT_FOR = 400 * 24 * 3600;
const BATCH = 25;

/**
 * Deletes events that are old enough, up to a checkpoint: what is left begins at a link that was signed, and that
 * it begins there is signed as well.
 */
@Injectable()
export class Retention implements OnModuleInit {
  constructor(
    @InjectRepository(EventEntity) private readonly rows: Repository<EventEntity>,
    private readonly checkpoints: Checkpoints,
    private readonly housekeeper: Housekeeper,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.housekeeper.register('expired events', () => this.deleteSome());
  }

  private async deleteSome(): Promise<boolean> {
    const last = await this.checkpoints.lastBefore(epochSeconds() - KEPT_FOR);
    if (last === undefined) return false;
    // Before the first is gone: what is missing is explained at any moment.
    if (last.cut === null) await this.checkpoints.cut(last);
    const found = await this.rows.find({
      ...{ select: { id: true }, where: { seq: LessThanOrEqual(last.seq) } },
      ...{ order: { seq: 'ASC' }, take: BATCH },
    });
    if (found.length > 0) await this.rows.delete({ id: In(found.map(({ id }) => id)) });
    else await this.checkpoints.deleteBefore(last.seq);
    this.metrics.countDeletedRows('events', found.length);
    return found.length === BATCH;
  }
}
