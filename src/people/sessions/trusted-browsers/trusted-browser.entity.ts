import { TellsPerson } from '#platform/database';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A browser in which its person is not asked for their second factor. */
@TellsPerson('trusted_browsers', ['userAgent', 'ip', 'createdAt', 'lastUsedAt', 'expiresAt'])
@Entity('trusted_browsers')
export class TrustedBrowserEntity {
  @PrimaryColumn('varchar', { length: 32 })
  id: string;

  @Column('varchar', { name: 'user_id', length: 255 })
  userId: string;

  /** Of what the browser holds. */
  @Column('varchar', { name: 'secret_hash', length: 43 })
  secretHash: string;

  /** The user's when they trusted it: see there. */
  @Column('integer', { name: 'credential_version' })
  credentialVersion: number;

  @Column('integer', { name: 'session_version' })
  sessionVersion: number;

  /** When they gave the second factor: a factor that is added or removed since ends it. */
  @Column('integer', { name: 'proven_at' })
  provenAt: number;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  @Column('integer', { name: 'last_used_at' })
  lastUsedAt: number;

  @Column('integer', { name: 'expires_at' })
  expiresAt: number;

  @Column('varchar', { name: 'user_agent', length: 255, nullable: true })
  userAgent: string | null;

  @Column('varchar', { length: 45, nullable: true })
  ip: string | null;
}
