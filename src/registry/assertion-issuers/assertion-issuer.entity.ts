import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('assertion_issuers')
export class AssertionIssuerEntity {
  @PrimaryColumn('varchar', { length: 32 })
  id: string;

  @Column('varchar', { length: 512 })
  issuer: string;

  @Column('varchar', { length: 200 })
  name: string;

  /** A JWK set as JSON; null when the keys are at {@link jwksUri}. */
  @Column('text', { nullable: true })
  jwks: string | null;

  @Column('varchar', { name: 'jwks_uri', length: 2000, nullable: true })
  jwksUri: string | null;

  /** `sub`, `username` or `email`. */
  @Column('varchar', { name: 'subject_mapping', length: 16 })
  subjectMapping: string;

  /** JSON arrays. */
  @Column('text', { name: 'client_ids' })
  clientIds: string;

  @Column('text')
  scopes: string;

  @Column('integer')
  enabled: number;

  /** Counts how often it was disabled; what was given on its word before has ended. */
  @Column('integer', { name: 'ended_version' })
  endedVersion: number;

  @Column('varchar', { name: 'external_id', length: 255, nullable: true })
  externalId: string | null;

  @Column('integer')
  version: number;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  @Column('integer', { name: 'updated_at' })
  updatedAt: number;
}
