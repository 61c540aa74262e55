import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DeviceAuthorizationEntity } from './device-authorization.entity.js';
import { DeviceAuthorizationRepository } from './device-authorization.repository.js';
import { DeviceAuthorizations } from './device-authorizations.js';

@Module({
  imports: [TypeOrmModule.forFeature([DeviceAuthorizationEntity])],
  providers: [DeviceAuthorizationRepository, DeviceAuthorizations],
  exports: [DeviceAuthorizationRepository, DeviceAuthorizations],
})
export class DeviceAuthorizationModule {}
