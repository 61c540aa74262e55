import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ConsentEntity } from './consent.entity.js';
import { ClientsModule } from '#registry/clients';
import { ResourcesModule } from '#registry/resources';
import { UsersModule } from '#people/users';
import { ConsentAdministration } from './admin/consent-administration.js';
import { ConsentsController } from './admin/consents.controller.js';
import { Consents } from './consents.js';

@Module({
  imports: [ClientsModule, ResourcesModule, TypeOrmModule.forFeature([ConsentEntity]), UsersModule],
  controllers: [ConsentsController],
  providers: [ConsentAdministration, Consents],
  exports: [Consents],
})
export class ConsentModule {}
