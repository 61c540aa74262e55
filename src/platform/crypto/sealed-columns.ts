import { Injectable } from '@nestjs/common';
import { IsNull, Not, type ObjectLiteral, type Repository } from 'typeorm';
import { SecretBox } from './secret-box.js';

/** Seals what goes into a column, and opens what is there. */
export interface Seal {
  seal(id: string, value: string): string;
  open(id: string, sealed: string): string;
}

interface SealedColumn {
  readonly rows: Repository<ObjectLiteral>;
  /** Properties of the entity. */
  readonly id: string;
  readonly sealed: string;
  readonly placeOf: (id: string) => string;
}

/** Everything that is sealed: nothing else seals, so that all of it can be sealed under another SECRET_KEY. */
@Injectable()
export class SealedColumns {
  private readonly columns: SealedColumn[] = [];

  constructor(private readonly box: SecretBox) {}

  register<T extends ObjectLiteral>(
    rows: Repository<T>,
    id: keyof T & string,
    sealed: keyof T & string,
    placeOf: (id: string) => string,
  ): Seal {
    this.columns.push({ rows, id, sealed, placeOf });
    return {
      seal: (key, value) => this.box.seal(value, placeOf(key)),
      open: (key, value) => this.box.open(value, placeOf(key)),
    };
  }

  /**
   * Seals everything anew under the first of the keys. Each row is one guarded write, so that this can be
   * broken off and begun again.
   * @returns how many secrets there are
   */
  async sealAnew(): Promise<number> {
    let secrets = 0;
    for (const column of this.columns) {
      for (const row of await column.rows.findBy({ [column.sealed]: Not(IsNull()) })) {
        const before = row[column.sealed] as string;
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
