import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A link of the chain that was signed. */
@Entity('event_checkpoints')
export class EventCheckpointEntity {
  @PrimaryColumn('integer')
  seq: number;

  @Column('varchar', { length: 43 })
  hash: string;

  @Column('integer')
  at: number;

  /** SHA-256 of the statement before; empty for the first. Unique: checkpoints do not fork. */
  @Column('varchar', { length: 43 })
  previous: string;

  @Column('varchar', { length: 64 })
  kid: string;

  /** Longer here than in our JWKS, so that the statement can be verified for as long as it is kept. */
  @Column('text', { name: 'public_jwk' })
  publicJwk: string;

  /** Signed (RFC 7515). */
  @Column('text')
  statement: string;

  /** Signed too: that the events up to this one were deleted because of their age. */
  @Column('text', { nullable: true })
  cut: string | null;
}
