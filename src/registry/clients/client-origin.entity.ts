import { Entity, PrimaryColumn } from 'typeorm';

/** An origin at which a client's browser application lives, taken from its redirect URIs. */
@Entity('client_origins')
export class ClientOriginEntity {
  @PrimaryColumn('varchar', { length: 300 })
  origin: string;

  @PrimaryColumn('varchar', { name: 'client_id', length: 255 })
  clientId: string;
}
