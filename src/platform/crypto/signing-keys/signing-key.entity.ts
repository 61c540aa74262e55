import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One signing key pair. The private half is sealed; see SecretBox. */
@Entity('signing_keys')
export class SigningKeyEntity {
  @PrimaryColumn('varchar', { length: 64 })
  kid: string;

  @Column('varchar', { length: 16 })
  algorithm: string;

  @Column('text', { name: 'public_jwk' })
  publicJwk: string;

  /** PKCS#8 PEM, sealed. */
  @Column('text', { name: 'private_key' })
  privateKey: string;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  /** First used at; published before that. */
  @Column('integer', { name: 'active_from' })
  activeFrom: number;

  /** In the JWKS until then; null while no successor exists. */
  @Column('integer', { name: 'published_until', nullable: true })
  publishedUntil: number | null;
}
