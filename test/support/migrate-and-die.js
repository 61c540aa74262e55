// Opens the database as the server does, and ends itself by SIGKILL before the statement of the schema
// whose number it is given. Prints how many there were, if it lives.
import { randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { loadConfig } from '#platform/config';
import { dataSourceOptions, openDataSource } from '#platform/database';

const [kind, where, last] = process.argv.slice(2);
const SECRET_KEY = randomBytes(32).toString('base64');
const DATABASE_URL = kind === 'sqlite' ? `sqlite:${where}` : where;
const options = dataSourceOptions(loadConfig({ SECRET_KEY, DATABASE_URL }).database);
let changes = 0;
options.logger.observe((sql) => {
  if (!/^\s*(CREATE|ALTER|DROP|INSERT|UPDATE|DELETE|COMMIT)\b/i.test(sql)) return;
  changes += 1;
  if (changes === Number(last)) process.kill(process.pid, 'SIGKILL');
});
const dataSource = await openDataSource(options, { as: 'server', mayBeNew: true });
if (!(dataSource instanceof DataSource)) throw new Error('no data source');
process.stdout.write(String(changes));
await dataSource.destroy();
