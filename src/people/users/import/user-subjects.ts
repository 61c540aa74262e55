import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SubjectNames, type SubjectNameSource } from '#registry/clients';
import { UserEntity } from '../user.entity.js';

/** What people are called by applications: some have brought it along. */
@Injectable()
export class UserSubjects implements SubjectNameSource, OnModuleInit {
  constructor(private readonly names: SubjectNames) {}

  onModuleInit(): void {
    this.names.add(this);
  }

  async isSubject(sub: string, manager: EntityManager): Promise<boolean> {
    return manager.existsBy(UserEntity, { sub });
  }
}
