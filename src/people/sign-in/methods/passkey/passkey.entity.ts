import { TellsPerson } from '#platform/database';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A public key of an authenticator that belongs to a person (WebAuthn §4, credential record). */
@TellsPerson('passkeys', ['name', 'aaguid', 'backedUp', 'createdAt', 'lastUsedAt'])
@Entity('passkeys')
export class PasskeyEntity {
  @PrimaryColumn('varchar', { length: 32 })
  id: string;

  /** SHA-256 of the credential id: an id has up to 1023 bytes, and an index fewer. */
  @Column('varchar', { name: 'credential_hash', length: 43 })
  credentialHash: string;

  /** As base64url. */
  @Column('text', { name: 'credential_id' })
  credentialId: string;

  @Column('varchar', { name: 'user_id', length: 255 })
  userId: string;

  /** The domain that it was made for: it signs for no other. */
  @Column('varchar', { name: 'rp_id', length: 253 })
  rpId: string;

  /** The COSE_Key as the authenticator gave it (RFC 9052 §7), as base64url. */
  @Column('text', { name: 'public_key' })
  publicKey: string;

  /** Of the last signature; 0 where the authenticator does not count. */
  @Column('integer', { name: 'sign_count' })
  signCount: number;

  /** Whether it may be copied to other devices of the person. It never changes. */
  @Column('integer', { name: 'backup_eligible' })
  backupEligible: number;

  @Column('integer', { name: 'backed_up' })
  backedUp: number;

  /** Whether it is found without a username. */
  @Column('integer')
  discoverable: number;

  /** How it is reached, with blanks between. */
  @Column('varchar', { length: 100 })
  transports: string;

  /** The model of the authenticator, if it tells. */
  @Column('varchar', { length: 36 })
  aaguid: string;

  @Column('varchar', { length: 100 })
  name: string;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  @Column('integer', { name: 'last_used_at', nullable: true })
  lastUsedAt: number | null;
}
