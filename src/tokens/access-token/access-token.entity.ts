import { NotTold } from '#platform/database';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An opaque access token. */
@NotTold('gone within minutes, and of an authorization that is told')
@Entity('access_tokens')
export class AccessTokenEntity {
  @PrimaryColumn('varchar', { name: 'token_hash', length: 43 })
  tokenHash: string;

  @Column('varchar', { length: 32 })
  jti: string;

  @Column('varchar', { name: 'authorization_id', length: 32, nullable: true })
  authorizationId: string | null;

  @Column('varchar', { name: 'client_id', length: 255 })
  clientId: string;

  @Column('varchar', { name: 'user_id', length: 255, nullable: true })
  userId: string | null;

  /** See Granted. */
  @Column('text')
  granted: string;

  /** What else it says, as JSON; see AccessTokenRepository. */
  @Column('text', { nullable: true })
  claims: string | null;

  @Column('integer', { name: 'issued_at' })
  issuedAt: number;

  @Column('integer', { name: 'expires_at' })
  expiresAt: number;
}
