import {
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { type Event, OnNoted } from '#platform/events';
import { epochSeconds } from '#protocol';
import { UserEntity } from '../user.entity.js';

const WRITTEN_EVERY = 60_000;

/** When people last signed in: kept in memory and written once a minute, so that no sign-in costs a statement more. */
@Injectable()
export class LastSignIns implements OnApplicationBootstrap, OnApplicationShutdown {
  private last = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(@InjectRepository(UserEntity) private readonly rows: Repository<UserEntity>) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.write(), WRITTEN_EVERY).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.write();
  }

  @OnNoted(['login.succeeded'])
  note({ userId: sub }: Event): void {
    if (sub !== undefined) this.last.set(sub, epochSeconds());
  }

  /** Another node may have written a later one. */
  private later(sub: string, lastSignInAt: number): Promise<unknown> {
    return this.rows
      .createQueryBuilder()
      .update()
      .set({ lastSignInAt })
      .where('sub = :sub AND COALESCE(last_sign_in_at, 0) < :lastSignInAt', { sub, lastSignInAt })
      .execute();
  }

  /** What cannot be written is lost: the next sign-in tells more. */
  async write(): Promise<void> {
    const last = this.last;
    this.last = new Map();
    for (const [sub, lastSignInAt] of last) {
      await this.later(sub, lastSignInAt).catch(() => undefined);
    }
  }
}
