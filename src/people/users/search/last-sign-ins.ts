import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { type Event, OnNoted } from '#platform/events';
import { epochSeconds } from '#protocol';
import { UserEntity } from '../user.entity.js';

/** When people last signed in, written behind the answer. */
@Injectable()
export class LastSignIns {
  constructor(@InjectRepository(UserEntity) private readonly rows: Repository<UserEntity>) {}

  @OnNoted(['login.succeeded'])
  async note({ userId: sub }: Event): Promise<void> {
    if (sub !== undefined) await this.rows.update({ sub }, { lastSignInAt: epochSeconds() });
  }
}
