import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A value that may be used once, and was. */
@Entity('used_values')
export class UsedValueEntity {
  @PrimaryColumn('varchar', { name: 'value_hash', length: 43 })
  valueHash: string;

  @Column('varchar', { length: 32 })
  kind: string;

  @Column('integer', { name: 'expires_at' })
  expiresAt: number;
}
