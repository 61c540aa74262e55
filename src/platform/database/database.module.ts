import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { DataSourceOptions } from 'typeorm';
import { Config } from '#platform/config';
import { InstallationFacts } from './installation.js';
import { DatabaseHealth } from './database-health.js';
import { dataSourceOptions } from './data-source-options.js';
import { type Opening, openDataSource } from './open-data-source.js';
import { Transactions } from './transactions.js';

type Options = DataSourceOptions & { readonly opening: Opening };

@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [Config],
      useFactory: ({ database, role, secretKeySource }: Config) => ({
        ...dataSourceOptions(database),
        // Each module brings its own entities with TypeOrmModule.forFeature.
        autoLoadEntities: true,
        retryAttempts: 0,
        opening: { as: role, mayBeNew: secretKeySource !== 'kept' },
      }),
      dataSourceFactory: (given) => {
        const { opening, ...options } = given as Options;
        return openDataSource(options, opening);
      },
    }),
  ],
  providers: [DatabaseHealth, InstallationFacts, Transactions],
  exports: [DatabaseHealth, InstallationFacts, Transactions],
})
export class DatabaseModule {}
