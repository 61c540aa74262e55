import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A JWT access token that was revoked by itself, remembered until it would have expired. */
@Entity('revoked_access_tokens')
export class RevokedAccessTokenEntity {
  @PrimaryColumn('varchar', { length: 64 })
  jti: string;

  @Column('integer', { name: 'expires_at' })
  expiresAt: number;
}
