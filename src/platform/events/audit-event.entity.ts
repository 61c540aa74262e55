import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Something that happened and that somebody may have to account for. Rows are only ever added. */
@Entity('audit_events')
export class AuditEventEntity {
  @PrimaryColumn('varchar', { length: 32 })
  id: string;

  @Column('integer')
  at: number;

  @Column('varchar', { length: 64 })
  type: string;

  /** The `sub` or `client_id` of whoever did it. */
  @Column('varchar', { length: 255, nullable: true })
  actor: string | null;

  @Column('varchar', { name: 'client_id', length: 255, nullable: true })
  clientId: string | null;

  @Column('varchar', { name: 'user_id', length: 255, nullable: true })
  userId: string | null;

  @Column('varchar', { length: 45, nullable: true })
  ip: string | null;

  @Column('varchar', { name: 'request_id', length: 64, nullable: true })
  requestId: string | null;

  @Column('text')
  details: string;
}
