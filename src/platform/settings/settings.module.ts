import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SettingEntity } from './setting.entity.js';
import { SettingsAggregate } from './settings.aggregate.js';
import { Settings } from './settings.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([SettingEntity])],
  providers: [Settings, SettingsAggregate],
  exports: [Settings, SettingsAggregate],
})
export class SettingsModule {}
