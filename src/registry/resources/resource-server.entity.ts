import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An API that an admin registered. */
@Entity('resource_servers')
export class ResourceServerEntity {
  @PrimaryColumn('varchar', { length: 32 })
  id: string;

  @Column('varchar', { length: 512 })
  identifier: string;

  @Column('varchar', { length: 200 })
  name: string;

  /** `jwt` or `opaque`. */
  @Column('varchar', { name: 'access_token_format', length: 16 })
  accessTokenFormat: string;

  /** Seconds. */
  @Column('integer', { name: 'access_token_lifetime' })
  accessTokenLifetime: number;

  @Column('integer')
  version: number;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  @Column('integer', { name: 'updated_at' })
  updatedAt: number;
}
