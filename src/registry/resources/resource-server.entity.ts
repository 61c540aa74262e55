import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An API that an admin registered. */
@Entity('resource_servers')
export class ResourceServerEntity {
  @PrimaryColumn('varchar', { length: 32 })
  id: string;

  @Column('varchar', { length: 512 })
  identifier: string;

  /** Its one spelling: no two APIs have the same. */
  @Column('varchar', { name: 'identifier_key', length: 512 })
  identifierKey: string;

  @Column('varchar', { length: 200 })
  name: string;

  /** See OpenTo. */
  @Column('varchar', { name: 'open_to', length: 16 })
  openTo: string;

  /** `jwt` or `opaque`. */
  @Column('varchar', { name: 'access_token_format', length: 16 })
  accessTokenFormat: string;

  /** JWS algorithm of its JWTs. */
  @Column('varchar', { name: 'access_token_algorithm', length: 16 })
  accessTokenAlgorithm: string;

  /** `typ` of its JWTs. */
  @Column('varchar', { name: 'access_token_type', length: 16 })
  accessTokenType: string;

  /** Seconds; null where its admin said nothing. */
  @Column('integer', { name: 'access_token_lifetime', nullable: true })
  accessTokenLifetime: number | null;

  /** A JSON array. */
  @Column('text', { name: 'access_token_claims' })
  accessTokenClaims: string;

  /** CustomClaim, a JSON array; null: none. */
  @Column('text', { nullable: true })
  claims: string | null;

  /** The weakest authentication context for its tokens, by a name of it; null: any. */
  @Column('varchar', { name: 'require_acr', length: 255, nullable: true })
  requireAcr: string | null;

  @Column('varchar', { name: 'external_id', length: 255, nullable: true })
  externalId: string | null;

  @Column('integer')
  version: number;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  @Column('integer', { name: 'updated_at' })
  updatedAt: number;
}
