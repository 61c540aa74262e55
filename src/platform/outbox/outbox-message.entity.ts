import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Something to be told to somebody outside; deleted when they have taken it. */
@Entity('outbox')
export class OutboxMessageEntity {
  @PrimaryColumn('varchar', { length: 32 })
  id: string;

  @Column('varchar', { length: 32 })
  lane: string;

  /** What it is about: nobody is told the same thing twice, unless an answer is lost. */
  @Column('varchar', { length: 255 })
  key: string;

  @Column('varchar', { length: 255 })
  recipient: string;

  /** JSON, without secrets. */
  @Column('text')
  payload: string;

  /** When it is to be delivered, for the first time or again. */
  @Column('integer', { name: 'due_at' })
  dueAt: number;

  /** How often that has been tried; also what two nodes compete for. */
  @Column('integer')
  attempts: number;

  /** When nobody needs to be told any more. */
  @Column('integer', { name: 'expires_at' })
  expiresAt: number;

  /** Why the last attempt failed. */
  @Column('varchar', { name: 'failed_reason', length: 255, nullable: true })
  failedReason: string | null;
}
