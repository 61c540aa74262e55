import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person's stored approval of what a client may do in their name. */
@Entity('consents')
export class ConsentEntity {
  /** New with each approval after a withdrawal: what rested on the old one stays dead. */
  @PrimaryColumn('varchar', { length: 32 })
  id: string;

  @Column('varchar', { name: 'user_id', length: 255 })
  userId: string;

  @Column('varchar', { name: 'client_id', length: 255 })
  clientId: string;

  @Column('text')
  scope: string;

  /** Claims asked for by name (OIDC Core §5.5), separated by spaces. */
  @Column('text', { nullable: true })
  claims: string | null;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  @Column('integer', { name: 'updated_at' })
  updatedAt: number;
}
