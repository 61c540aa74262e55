import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Somebody outside who is told of events one after the other, and how far they are. */
@Entity('event_readers')
export class EventReaderEntity {
  /** Its kind and, where there are several, which one: `webhook:<id>`. */
  @PrimaryColumn('varchar', { length: 64 })
  name: string;

  /** The last event that it has. */
  @Column('integer')
  seq: number;

  /** That failed, one after the other. */
  @Column('integer')
  attempts: number;

  @Column('integer', { name: 'due_at' })
  dueAt: number;

  /** Of the node that is telling it, until then. */
  @Column('varchar', { length: 32, nullable: true })
  claim: string | null;

  @Column('integer', { name: 'claimed_until' })
  claimedUntil: number;

  @Column('varchar', { name: 'failed_reason', length: 255, nullable: true })
  failedReason: string | null;

  @Column('integer', { name: 'failing_since', nullable: true })
  failingSince: number | null;
}
