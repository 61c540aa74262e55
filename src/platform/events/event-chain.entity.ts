import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The last link of the chain: one row, whose guarded change decides which node seals what comes next. */
@Entity('event_chain')
export class EventChainEntity {
  @PrimaryColumn('integer')
  id: number;

  @Column('integer')
  seq: number;

  @Column('varchar', { length: 43 })
  hash: string;
}
