import { TellsPerson } from '#platform/database';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Source of those that an admin put there by hand. */
export const BY_ADMINS = '';

/** That a person is in a group: a new row each time they join. */
@TellsPerson('memberships', ['groupId', 'source', 'createdAt'])
@Entity('group_members')
export class MembershipEntity {
  @PrimaryColumn('varchar', { length: 32 })
  id: string;

  @Column('varchar', { name: 'group_id', length: 32 })
  groupId: string;

  @Column('varchar', { name: 'user_id', length: 255 })
  userId: string;

  /** Who says so; empty for admins. */
  @Column('varchar', { length: 64 })
  source: string;

  /** The user's when they joined, see groups-of-user.ts. */
  @Column('integer', { name: 'group_version' })
  groupVersion: number;

  @Column('integer', { name: 'created_at' })
  createdAt: number;
}
