import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One scope of a resource server. Its name is the key: a scope belongs to one resource server only. */
@Entity('resource_scopes')
export class ResourceScopeEntity {
  @PrimaryColumn('varchar', { length: 100 })
  name: string;

  @Column('varchar', { name: 'resource_server_id', length: 32 })
  resourceServerId: string;

  @Column('varchar', { length: 500 })
  description: string;
}
