import { Global, Module } from '@nestjs/common';
import { Config } from '#platform/config';
import { Logger } from './logger.js';

@Global()
@Module({
  providers: [
    {
      provide: Logger,
      inject: [Config],
      useFactory: (config: Config) => Logger.create(config.logLevel),
    },
  ],
  exports: [Logger],
})
export class LoggingModule {}
