import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isUniqueViolation } from './driver-errors.js';

/**
 * `written_at`: when it was last found out that the database can be written; `import`: not all of it has
 * arrived here yet.
 */
type Fact = 'version' | 'issuer' | 'written_at' | 'import';

/** What the database knows of the Gatehouse that it belongs to. */
@Injectable()
export class InstallationFacts {
  constructor(private readonly dataSource: DataSource) {}

  async read(name: Fact): Promise<string | undefined> {
    const rows = await this.dataSource.query<{ value: string }[]>(
      'SELECT value FROM installation WHERE name = ?',
      [name],
    );
    return rows[0]?.value;
  }

  /** Unless it is known; another node may note it at the same time. */
  async note(name: Fact, value: string): Promise<void> {
    await this.insert(name, value);
  }

  async write(name: Fact, value: string): Promise<void> {
    if (await this.insert(name, value)) return;
    await this.dataSource.query('UPDATE installation SET value = ? WHERE name = ?', [value, name]);
  }

  /** @returns false when there is one already */
  private async insert(name: Fact, value: string): Promise<boolean> {
    const sql = 'INSERT INTO installation (name, value) VALUES (?, ?)';
    try {
      await this.dataSource.query(sql, [name, value]);
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }
}
