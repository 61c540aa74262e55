import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('identity_providers')
export class IdentityProviderEntity {
  @PrimaryColumn('varchar', { length: 64 })
  id: string;

  /** Another after each ending; what was given under an earlier one has ended. */
  @Column('varchar', { length: 32 })
  epoch: string;

  /** `oidc` or `oauth2`. */
  @Column('varchar', { length: 16 })
  kind: string;

  @Column('varchar', { length: 100 })
  name: string;

  @Column('integer')
  enabled: number;

  /** What else an admin decided, as JSON. */
  @Column('text')
  config: string;

  /** Our secret there, sealed. */
  @Column('text', { nullable: true })
  secret: string | null;

  @Column('varchar', { name: 'external_id', length: 255, nullable: true })
  externalId: string | null;

  @Column('integer')
  version: number;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  @Column('integer', { name: 'updated_at' })
  updatedAt: number;
}

/** A domain of mail is that of one provider at the most. */
@Entity('provider_domains')
export class ProviderDomainEntity {
  @PrimaryColumn('varchar', { length: 253 })
  domain: string;

  @Column('varchar', { name: 'provider_id', length: 64 })
  providerId: string;
}
