import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** `written_at`: when it was last found out that the database can be written. */
type Fact = 'version' | 'issuer' | 'written_at';

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

  /** Unless it is known. */
  async note(name: Fact, value: string): Promise<void> {
    if ((await this.read(name)) === undefined) await this.write(name, value);
  }

  async write(name: Fact, value: string): Promise<void> {
    await this.dataSource.query('DELETE FROM installation WHERE name = ?', [name]);
    await this.dataSource.query('INSERT INTO installation (name, value) VALUES (?, ?)', [
      name,
      value,
    ]);
  }
}
