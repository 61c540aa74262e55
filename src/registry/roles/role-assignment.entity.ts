import { TellsPerson } from '#platform/database';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** That a person, a group or a client has a role. */
@TellsPerson('roles', ['roleId', 'reachValues', 'source', 'createdAt'], 'subjectId')
@Entity('role_assignments')
export class RoleAssignmentEntity {
  @PrimaryColumn('varchar', { length: 32 })
  id: string;

  @Column('varchar', { name: 'role_id', length: 32 })
  roleId: string;

  /** `user`, `group` or `client`. */
  @Column('varchar', { name: 'subject_kind', length: 16 })
  subjectKind: string;

  @Column('varchar', { name: 'subject_id', length: 255 })
  subjectId: string;

  /** Of a role of Gatehouse, as JSON: for what it is good. Null: for all that it can be. */
  @Column('text', { name: 'reach_values', nullable: true })
  reachValues: string | null;

  /** Who says so; empty for admins. */
  @Column('varchar', { length: 64 })
  source: string;

  @Column('integer', { name: 'created_at' })
  createdAt: number;
}
