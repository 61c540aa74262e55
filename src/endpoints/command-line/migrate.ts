import { loadConfig } from '#platform/config';
import { dataSourceOptions, openDataSource } from '#platform/database';
import type { Command } from './command.js';

export const migrateCommand: Command = {
  takes: '',
  about: 'bring the schema of the database up to date, as a start does, and end',
  words: [0, 0],
  async run(_given, { environment, print }) {
    const { database, secretKeySource } = loadConfig(environment);
    const opening = { as: 'server', mayBeNew: secretKeySource !== 'kept' } as const;
    const dataSource = await openDataSource(dataSourceOptions(database), opening);
    await dataSource.destroy();
    print('The schema is that of this version.');
  },
};
