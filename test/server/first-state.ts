import { join } from 'node:path';
import type { Control } from '../support/control.js';

/** What the server remembers for ever, so that its row has to stay. */
const REMEMBERED = ['installation_secrets', 'migrations'];

/** The SQLite database as the first start left it, kept beside the one in use. */
export class FirstState {
  private constructor(
    private readonly control: Control,
    private readonly copy: string,
    private readonly tables: readonly string[],
  ) {}

  static async keep(control: Control, dataDir: string): Promise<FirstState> {
    const copy = join(dataDir, 'first.sqlite');
    await control.query(`VACUUM INTO '${copy}'`);
    const sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'";
    const rows = (await control.query(sql)) as { name: string }[];
    const tables = rows.map(({ name }) => name).filter((name) => !REMEMBERED.includes(name));
    return new FirstState(control, copy, tables);
  }

  /** Every file finds what the first one found. */
  async restore(): Promise<void> {
    const { control } = this;
    await control.flushEvents();
    await control.query('PRAGMA foreign_keys = OFF');
    await control.query(`ATTACH DATABASE '${this.copy}' AS first`);
    // All at once, which makes one commit of them (sqlite-connection.ts).
    const statements = this.tables.flatMap((table) => [
      `DELETE FROM main.${table}`,
      `INSERT INTO main.${table} SELECT * FROM first.${table}`,
    ]);
    await Promise.all(statements.map((sql) => control.query(sql)));
    await control.query('DETACH DATABASE first');
    await control.query('PRAGMA foreign_keys = ON');
  }
}
