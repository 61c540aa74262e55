import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RequestsOnce } from '#platform/http';
import { IdempotentRequests } from './idempotent-requests.js';
import { IdempotencyKeyEntity } from './idempotency-key.entity.js';
import { IdempotencyKeys } from './idempotency-keys.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([IdempotencyKeyEntity])],
  providers: [IdempotencyKeys, { provide: RequestsOnce, useClass: IdempotentRequests }],
  exports: [RequestsOnce],
})
export class IdempotencyModule {}
