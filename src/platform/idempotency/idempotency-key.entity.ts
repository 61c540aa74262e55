import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A request that is to be done once, however often it comes. */
@Entity('idempotency_keys')
export class IdempotencyKeyEntity {
  /** SHA-256 of who sent it, and of the key. */
  @PrimaryColumn('varchar', { name: 'key_hash', length: 43 })
  keyHash: string;

  /** SHA-256 of what was asked for. */
  @Column('varchar', { name: 'request_hash', length: 43 })
  requestHash: string;

  /** Of the answer; null while there is none. */
  @Column('integer', { nullable: true })
  status: number | null;

  /** The answer, which may hold a secret. */
  @Column('text', { name: 'sealed_answer', nullable: true })
  sealedAnswer: string | null;

  @Column('integer', { name: 'expires_at' })
  expiresAt: number;
}
