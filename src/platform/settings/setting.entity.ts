import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What admins have set of one section. */
@Entity('settings')
export class SettingEntity {
  /** Whose: '' for the installation. */
  @PrimaryColumn('varchar', { length: 64 })
  scope: string;

  @PrimaryColumn('varchar', { length: 64 })
  name: string;

  /** The members that were set, as JSON; the others have their defaults. */
  @Column('text')
  value: string;

  @Column('integer')
  version: number;

  @Column('integer', { name: 'updated_at' })
  updatedAt: number;

  @Column('varchar', { name: 'updated_by', length: 255, nullable: true })
  updatedBy: string | null;
}
