// Opens the database as the server does, and ends itself by SIGKILL before the statement of the schema
// whose number it is given. Prints how many there were, if it lives.
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '#platform/database';
import { openDataSource } from '../../build/platform/database/open-data-source.js';

const [kind, where, last] = process.argv.slice(2);
const options = dataSourceOptions(
  kind === 'sqlite' ? { kind: 'sqlite', path: where } : { kind: 'mysql', url: where },
);
let changes = 0;
options.logger.observe((sql) => {
  if (!/^\s*(CREATE|ALTER|DROP|INSERT|UPDATE|DELETE|COMMIT)\b/i.test(sql)) return;
  changes += 1;
  if (changes === Number(last)) process.kill(process.pid, 'SIGKILL');
});
const dataSource = await openDataSource(options);
if (!(dataSource instanceof DataSource)) throw new Error('no data source');
process.stdout.write(String(changes));
await dataSource.destroy();
