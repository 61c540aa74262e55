import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource, QueryRunner } from 'typeorm';
import { StartRefused } from '#platform/config';

/** Seconds, by the database's clock, which all nodes share. */
const LEASE = 60;
const RENEWED_EVERY_MS = 10_000;
/** Limit: how long a node waits for another one that migrates, in milliseconds. */
const PATIENCE_MS = 600_000;
const ASKS_EVERY_MS = 250;

const NOW = 'UNIX_TIMESTAMP()';

/**
 * Lets one node migrate at a time. A row, and not GET_LOCK, which a Galera cluster does not have: each of
 * its servers would give the lock once.
 *
 * The row names the connection of its owner. Where the owner's server is ours, whether that connection still
 * lives decides, so that nobody waits for a node that was killed; elsewhere the lease decides.
 */
export class MigrationLock {
  private constructor(
    private readonly dataSource: DataSource,
    private readonly runner: QueryRunner,
    private readonly server: string,
    private readonly connection: number,
  ) {}

  static async prepare(dataSource: DataSource): Promise<MigrationLock> {
    await dataSource.query(
      'CREATE TABLE IF NOT EXISTS migration_lock (id INT PRIMARY KEY, server VARCHAR(255) NOT NULL, connection BIGINT NOT NULL, expires_at BIGINT NOT NULL) ENGINE=InnoDB',
    );
    await dataSource.query("INSERT IGNORE INTO migration_lock VALUES (1, '', 0, 0)");
    const runner = dataSource.createQueryRunner();
    const [own] = (await runner.query(
      "SELECT CONCAT(@@hostname, ':', @@port) AS server, CONNECTION_ID() AS connection",
    )) as { server: string; connection: number | string }[];
    return new MigrationLock(dataSource, runner, own?.server ?? '', Number(own?.connection));
  }

  /** Does the work alone. */
  async hold(work: () => Promise<void>): Promise<void> {
    try {
      await this.acquire();
      const renewal = setInterval(() => void this.renew().catch(() => undefined), RENEWED_EVERY_MS);
      try {
        await work();
      } finally {
        clearInterval(renewal);
        await this.update('expires_at = 0', this.isMine());
      }
    } finally {
      await this.runner.release();
    }
  }

  private async acquire(): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS;
    while (!(await this.attempt())) {
      if (performance.now() > deadline) {
        throw new StartRefused([
          'Another node has been changing the schema for ten minutes. Look at its log, and start this one again when it is done.',
        ]);
      }
      await sleep(ASKS_EVERY_MS);
    }
  }

  private async attempt(): Promise<boolean> {
    const set = `server = '${this.server}', connection = ${String(this.connection)}, expires_at = ${NOW} + ${String(LEASE)}`;
    const elsewhere = `(server <> '${this.server}' AND expires_at <= ${NOW})`;
    const gone = `(server = '${this.server}' AND connection NOT IN (SELECT id FROM information_schema.processlist))`;
    try {
      return await this.update(set, `(expires_at = 0 OR ${elsewhere} OR ${gone})`);
    } catch (error) {
      // How Galera says that another of its servers was first.
      if ((error as { code?: string }).code === 'ER_LOCK_DEADLOCK') return false;
      throw error;
    }
  }

  private renew(): Promise<boolean> {
    return this.update(`expires_at = ${NOW} + ${String(LEASE)}`, this.isMine());
  }

  private isMine(): string {
    return `server = '${this.server}' AND connection = ${String(this.connection)}`;
  }

  private async update(set: string, where: string): Promise<boolean> {
    const { affectedRows } = await this.dataSource.query<{ affectedRows: number }>(
      `UPDATE migration_lock SET ${set} WHERE id = 1 AND ${where}`,
    );
    return affectedRows === 1;
  }
}
