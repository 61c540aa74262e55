import { Module } from '@nestjs/common';
import { Applications } from './applications.js';
import { ConfigurationController } from './configuration.controller.js';
import { Configurator } from './configurator.js';
import { CurrentConfiguration } from './current-configuration.js';

@Module({
  controllers: [ConfigurationController],
  providers: [Applications, Configurator, CurrentConfiguration],
})
export class ConfigurationModule {}
