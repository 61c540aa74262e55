import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ResourcesModule } from '#registry/resources';
import { AssertionIssuerAggregate } from './assertion-issuer.aggregate.js';
import { AssertionIssuerEntity } from './assertion-issuer.entity.js';
import { AssertionIssuerRepository } from './assertion-issuer.repository.js';
import { AssertionIssuerAdministration } from './admin/assertion-issuer-administration.js';
import { AssertionIssuersController } from './admin/assertion-issuers.controller.js';

@Module({
  imports: [ResourcesModule, TypeOrmModule.forFeature([AssertionIssuerEntity])],
  controllers: [AssertionIssuersController],
  providers: [AssertionIssuerAdministration, AssertionIssuerAggregate, AssertionIssuerRepository],
  exports: [AssertionIssuerRepository],
})
export class AssertionIssuersModule {}
