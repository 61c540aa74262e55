import { TellsPerson } from '#platform/database';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A code that helps once when a second factor is lost. */
@TellsPerson('recovery_codes', ['usedAt', 'createdAt'])
@Entity('recovery_codes')
export class RecoveryCodeEntity {
  @PrimaryColumn('varchar', { length: 32 })
  id: string;

  @Column('varchar', { name: 'user_id', length: 255 })
  userId: string;

  /** The letter in front, which says which one it is. */
  @Column('varchar', { length: 1 })
  slot: string;

  /** A PHC string. */
  @Column('varchar', { name: 'code_hash', length: 255 })
  codeHash: string;

  @Column('integer', { name: 'used_at', nullable: true })
  usedAt: number | null;

  @Column('integer', { name: 'created_at' })
  createdAt: number;
}
