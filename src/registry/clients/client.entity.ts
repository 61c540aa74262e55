import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('clients')
export class ClientEntity {
  @PrimaryColumn('varchar', { name: 'client_id', length: 255 })
  clientId: string;

  /** The {@link ClientMetadata} as JSON: nothing in it is searched for, so nothing needs a column. */
  @Column('text')
  metadata: string;

  @Column('varchar', { name: 'external_id', length: 255, nullable: true })
  externalId: string | null;

  @Column('integer')
  disabled: number;

  /** Counts what ended all that was issued to it, see ClientAggregate; and when it did last. */
  @Column('integer', { name: 'ended_version' })
  endedVersion: number;

  @Column('integer', { name: 'ended_at', nullable: true })
  endedAt: number | null;

  @Column('integer')
  version: number;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  @Column('integer', { name: 'updated_at' })
  updatedAt: number;

  /** Up to a minute old, see ClientUsage; null: never. */
  @Column('integer', { name: 'last_used_at', nullable: true })
  lastUsedAt: number | null;

  /** Of a client that registered itself: when it is deleted, unless it is used before. */
  @Column('integer', { name: 'expires_at', nullable: true })
  expiresAt: number | null;

  /** It is gone for everybody; the row waits until what was issued to it is deleted, see ClientRemains. */
  @Column('integer', { name: 'deleted_at', nullable: true })
  deletedAt: number | null;
}
