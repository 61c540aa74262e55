import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A role of a client, a resource server or Gatehouse. */
@Entity('roles')
export class RoleEntity {
  @PrimaryColumn('varchar', { length: 32 })
  id: string;

  /** `client`, `resource` or `gatehouse`. */
  @Column('varchar', { name: 'owner_kind', length: 16 })
  ownerKind: string;

  @Column('varchar', { name: 'owner_id', length: 255 })
  ownerId: string;

  @Column('varchar', { length: 64 })
  name: string;

  @Column('varchar', { length: 500 })
  description: string;

  /** JSON. Of roles of Gatehouse itself; for others empty. */
  @Column('text')
  scopes: string;

  @Column('varchar', { name: 'external_id', length: 255, nullable: true })
  externalId: string | null;

  @Column('integer')
  version: number;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  @Column('integer', { name: 'updated_at' })
  updatedAt: number;
}
