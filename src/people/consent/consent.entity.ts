import { TellsPerson } from '#platform/database';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person's stored approval of what a client may do in their name. */
@TellsPerson('consents', ['id', 'clientId', 'granted', 'claims', 'createdAt', 'updatedAt'])
@Entity('consents')
export class ConsentEntity {
  /** New with each approval after a withdrawal: what rested on the old one stays dead. */
  @PrimaryColumn('varchar', { length: 32 })
  id: string;

  @Column('varchar', { name: 'user_id', length: 255 })
  userId: string;

  @Column('varchar', { name: 'client_id', length: 255 })
  clientId: string;

  /** See Granted: to a scope at an API, so that neither another API nor a later one gains by it. */
  @Column('text')
  granted: string;

  /** Claims asked for by name (OIDC Core §5.5), separated by spaces. */
  @Column('text', { nullable: true })
  claims: string | null;

  @Column('integer')
  version: number;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  @Column('integer', { name: 'updated_at' })
  updatedAt: number;
}
