import { TellsPerson } from '#platform/database';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An app that shows codes, on one device of a person. */
@TellsPerson('authenticator_apps', ['name', 'createdAt', 'lastUsedAt'])
@Entity('totp_authenticators')
export class TotpAuthenticatorEntity {
  @PrimaryColumn('varchar', { length: 32 })
  id: string;

  @Column('varchar', { name: 'user_id', length: 255 })
  userId: string;

  @Column('varchar', { length: 100 })
  name: string;

  /** 160 bits in base 32, sealed. */
  @Column('varchar', { length: 255 })
  secret: string;

  /** The latest time step of which a code was used: no code of it or of an earlier one is good any more. */
  @Column('integer', { name: 'last_step' })
  lastStep: number;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  @Column('integer', { name: 'last_used_at', nullable: true })
  lastUsedAt: number | null;
}
