import type { DataSource } from 'typeorm';
import type { Ledger } from './ledger.js';

const COLUMNS = ['user_id', 'client_id', 'object_id'] as const;

/** A change that was acknowledged, and by what its event is found. */
export interface AcknowledgedChange {
  readonly type: string;
  readonly about: { readonly [Column in (typeof COLUMNS)[number]]?: string };
}

/** Every acknowledged change has its event. */
export async function eventsStand(database: DataSource, ledger: Ledger): Promise<void> {
  const rows: Record<'type' | (typeof COLUMNS)[number], string | null>[] = await database.query(
    'SELECT type, user_id, client_id, object_id FROM events',
  );
  const found = new Set(
    rows.flatMap((row) => COLUMNS.map((column) => `${row.type} ${column} ${row[column] ?? ''}`)),
  );
  for (const { type, about } of ledger.changes) {
    for (const [column, value] of Object.entries(about)) {
      if (!found.has(`${type} ${column} ${value}`)) ledger.contradict(`no event tells of ${type}`);
    }
  }
}
