import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { DEPENDENTS_OF_USERS } from '#platform/database';
import { Housekeeper, Remains } from '#platform/housekeeping';
import { UserEntity } from './user.entity.js';

/** What a person who is deleted has left behind. */
@Injectable()
export class UserRemains extends Remains<UserEntity> implements OnModuleInit {
  constructor(
    @InjectRepository(UserEntity) rows: Repository<UserEntity>,
    private readonly housekeeper: Housekeeper,
  ) {
    super(rows, 'user_id', DEPENDENTS_OF_USERS);
  }

  onModuleInit(): void {
    this.register(this.housekeeper);
  }
}
