import { Column, Entity, PrimaryColumn } from 'typeorm';

/** For how long something lasts now, and what of it has ended by limits of before. */
@Entity('session_limits')
export class SessionLimitEntity {
  /** 0: a session; 1: one that was kept; 2: the trust in a browser. */
  @PrimaryColumn('integer')
  kind: number;

  /** Seconds without use. */
  @Column('integer', { name: 'idle_lifetime' })
  idleLifetime: number;

  /** Seconds in any case. */
  @Column('integer')
  lifetime: number;

  /** Those that were last used then or before have ended, whatever the limit is now. */
  @Column('integer', { name: 'idle_before' })
  idleBefore: number;

  /** Those that were last renewed then or before have ended. */
  @Column('integer', { name: 'begun_before' })
  begunBefore: number;
}
