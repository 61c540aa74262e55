import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A group of people. */
@Entity('groups')
export class GroupEntity {
  @PrimaryColumn('varchar', { length: 32 })
  id: string;

  @Column('varchar', { length: 200 })
  name: string;

  /** What makes two names the same; see group.ts. */
  @Column('varchar', { name: 'name_key', length: 255 })
  nameKey: string;

  @Column('varchar', { length: 500 })
  description: string;

  /** What it asks of its people, as JSON (GroupPolicy); null for nothing. */
  @Column('text', { nullable: true })
  policy: string | null;

  @Column('varchar', { name: 'external_id', length: 255, nullable: true })
  externalId: string | null;

  @Column('integer')
  version: number;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  @Column('integer', { name: 'updated_at' })
  updatedAt: number;
}
