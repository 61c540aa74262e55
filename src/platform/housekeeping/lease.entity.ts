import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The right to do something alone among all nodes, for a while. */
@Entity('leases')
export class LeaseEntity {
  @PrimaryColumn('varchar', { length: 64 })
  name: string;

  @Column('varchar', { length: 64 })
  owner: string;

  @Column('integer', { name: 'expires_at' })
  expiresAt: number;
}
