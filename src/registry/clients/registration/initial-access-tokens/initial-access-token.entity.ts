import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('initial_access_tokens')
export class InitialAccessTokenEntity {
  @PrimaryColumn('varchar', { length: 32 })
  id: string;

  /** SHA-256. */
  @Column('varchar', { name: 'token_hash', length: 43 })
  tokenHash: string;

  @Column('varchar', { length: 200 })
  name: string;

  /** The ClientPolicy as JSON. */
  @Column('text')
  policy: string;

  /** How many clients have been registered with it. */
  @Column('integer')
  uses: number;

  @Column('integer', { name: 'max_uses' })
  maxUses: number;

  @Column('integer')
  version: number;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  @Column('integer', { name: 'expires_at' })
  expiresAt: number;
}
