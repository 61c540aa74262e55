import { TellsPerson } from '#platform/database';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Who somebody is at an identity provider. It goes with the provider, and with the person. */
@TellsPerson('accounts_elsewhere', ['providerId', 'subject', 'email', 'createdAt', 'lastUsedAt'])
@Entity('identities')
export class IdentityEntity {
  @PrimaryColumn('varchar', { length: 32 })
  id: string;

  @Column('varchar', { name: 'user_id', length: 255 })
  userId: string;

  @Column('varchar', { name: 'provider_id', length: 64 })
  providerId: string;

  /** Never an address: those are given to others (OIDC Core §5.7). */
  @Column('varchar', { length: 255 })
  subject: string;

  /** As the provider told it, so that people recognize which account it is. */
  @Column('varchar', { length: 320, nullable: true })
  email: string | null;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  @Column('integer', { name: 'last_used_at' })
  lastUsedAt: number;
}
