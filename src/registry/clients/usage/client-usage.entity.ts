import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How often a client asked for something of one kind on one day. */
@Entity('client_usage')
export class ClientUsageEntity {
  @PrimaryColumn('varchar', { name: 'client_id', length: 255 })
  clientId: string;

  /** When it began, in UTC. */
  @PrimaryColumn('integer')
  day: number;

  /** A grant type, `introspect` or `par`. */
  @PrimaryColumn('varchar', { length: 64 })
  kind: string;

  @Column('integer')
  ok: number;

  @Column('integer')
  failed: number;

  /** Up to a minute old. */
  @Column('integer', { name: 'last_at' })
  lastAt: number;
}
