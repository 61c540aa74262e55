import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One secret of a client. Several may be valid at once, while a rotation is under way. */
@Entity('client_secrets')
export class ClientSecretEntity {
  @PrimaryColumn('varchar', { length: 32 })
  id: string;

  @Column('varchar', { name: 'client_id', length: 255 })
  clientId: string;

  /** SHA-256: enough for 256 random bits, and 500 times faster than a password hash. */
  @Column('varchar', { name: 'secret_hash', length: 43 })
  secretHash: string;

  /** The secret itself, sealed, where something is signed with it; see RecoverableSecrets. */
  @Column('text', { nullable: true })
  sealed: string | null;

  /** What the admin calls it; empty for one that was made by the way. */
  @Column('varchar', { length: 100 })
  label: string;

  /** Its last characters, by which whoever has it knows it. */
  @Column('varchar', { length: 4 })
  hint: string;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  @Column('integer', { name: 'expires_at', nullable: true })
  expiresAt: number | null;

  @Column('integer', { name: 'last_used_at', nullable: true })
  lastUsedAt: number | null;
}
