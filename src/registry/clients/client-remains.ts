import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { DEPENDENTS_OF_CLIENTS } from '#platform/database';
import { Housekeeper, Remains } from '#platform/housekeeping';
import { ClientEntity } from './client.entity.js';

/** What was issued to a client that is deleted. */
@Injectable()
export class ClientRemains extends Remains<ClientEntity> implements OnModuleInit {
  constructor(
    @InjectRepository(ClientEntity) rows: Repository<ClientEntity>,
    private readonly housekeeper: Housekeeper,
  ) {
    super(rows, 'client_id', DEPENDENTS_OF_CLIENTS);
  }

  onModuleInit(): void {
    this.register(this.housekeeper);
  }
}
