import { Entity, PrimaryColumn } from 'typeorm';

/** A group whose people a client lets in: what its metadata say, for the database to join. */
@Entity('client_groups')
export class ClientGroupEntity {
  @PrimaryColumn('varchar', { name: 'group_id', length: 32 })
  groupId: string;

  @PrimaryColumn('varchar', { name: 'client_id', length: 255 })
  clientId: string;
}
