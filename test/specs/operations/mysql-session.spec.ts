import { expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { startApplication } from '../../support/application.js';
import { createDatabase, describeMariadb } from '../../support/mariadb.js';

describeMariadb('the session of every MySQL connection', () => {
  it('is strict and reads what is committed', async () => {
    const { url } = await createDatabase();
    const { nest } = await startApplication({ DATABASE_URL: url });
    const dataSource = nest.get(DataSource);
    // Several at the same time, so that it is not the first connection alone.
    const runners = Array.from({ length: 4 }, () => dataSource.createQueryRunner());
    await Promise.all(runners.map((runner) => runner.connect()));
    const variables = async (name: string) =>
      Promise.all(
        runners.map(async (runner) => {
          const rows: { Value: string }[] = await runner.query(`SHOW VARIABLES LIKE '${name}'`);
          return rows[0]?.Value;
        }),
      );
    for (const mode of await variables('sql_mode')) expect(mode).toContain('STRICT_ALL_TABLES');
    for (const isolation of await variables('t%_isolation'))
      expect(isolation).toBe('READ-COMMITTED');
    await Promise.all(runners.map((runner) => runner.release()));
  });
});
