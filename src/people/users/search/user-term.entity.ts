import { Entity, PrimaryColumn } from 'typeorm';
import { NotTold } from '#platform/database';

/** Something by which a person is looked for. */
@NotTold('They are words of what the profile tells.')
@Entity('user_terms')
export class UserTermEntity {
  @PrimaryColumn('varchar', { length: 16 })
  kind: UserTermKind;

  @PrimaryColumn('varchar', { length: 200 })
  value: string;

  @PrimaryColumn('varchar', { name: 'user_id', length: 255 })
  userId: string;
}

export type UserTermKind = 'word' | 'role';
