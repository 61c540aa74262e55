import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('clients')
export class ClientEntity {
  @PrimaryColumn('varchar', { name: 'client_id', length: 255 })
  clientId: string;

  /** The {@link ClientMetadata} as JSON: nothing in it is searched for, so nothing needs a column. */
  @Column('text')
  metadata: string;

  @Column('integer')
  disabled: number;

  /** Counts its endings, see client-endings.ts. */
  @Column('integer', { name: 'ended_version' })
  endedVersion: number;

  /** The second of the last one. */
  @Column('integer', { name: 'ended_at', nullable: true })
  endedAt: number | null;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  @Column('integer', { name: 'updated_at' })
  updatedAt: number;

  /** Of a client that registered itself: when it is deleted, unless it is used before. */
  @Column('integer', { name: 'expires_at', nullable: true })
  expiresAt: number | null;
}
