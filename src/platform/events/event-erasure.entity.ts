import { NotTold } from '#platform/database';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Somebody who was deleted, and whose facts are leaving the journal. */
@NotTold('It is there once they are gone.')
@Entity('event_erasures')
export class EventErasureEntity {
  @PrimaryColumn('varchar', { name: 'user_id', length: 255 })
  userId: string;

  @Column('integer')
  at: number;
}
