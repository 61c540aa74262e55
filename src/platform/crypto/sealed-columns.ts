import { Injectable } from '@nestjs/common';
import type { ObjectLiteral, Repository } from 'typeorm';
import { SecretBox } from './secret-box.js';

interface SealedColumn {
  readonly rows: Repository<ObjectLiteral>;
  /** Properties of the entity. */
  readonly id: string;
  readonly sealed: string;
  readonly placeOf: (id: string) => string;
}

/** Everything that is sealed, so that it can be sealed under another SECRET_KEY. */
@Injectable()
export class SealedColumns {
  private readonly columns: SealedColumn[] = [];

  constructor(private readonly box: SecretBox) {}

  register<T extends ObjectLiteral>(
    rows: Repository<T>,
    id: keyof T & string,
    sealed: keyof T & string,
    placeOf: (id: string) => string,
  ): void {
    this.columns.push({ rows, id, sealed, placeOf });
  }

  /**
   * Seals everything anew under the first of the keys. Each row is one guarded write, so that this can be
   * broken off and begun again.
   * @returns how many secrets there are
   */
  async sealAnew(): Promise<number> {
    let secrets = 0;
    for (const column of this.columns) {
      for (const row of await column.rows.find()) {
        const before = row[column.sealed] as string | null;
        if (before === null) continue;
        const id = row[column.id] as string;
        const place = column.placeOf(id);
        const after = this.box.seal(this.box.open(before, place), place);
        await column.rows.update(
          { [column.id]: id, [column.sealed]: before },
          { [column.sealed]: after },
        );
        secrets += 1;
      }
    }
    return secrets;
  }
}
