import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An authorization request that its client has pushed. */
@Entity('pushed_authorization_requests')
export class PushedAuthorizationRequestEntity {
  /** Whoever reads the table cannot use what is in it (attack G11). */
  @PrimaryColumn('varchar', { name: 'request_uri_hash', length: 43 })
  requestUriHash: string;

  @Column('varchar', { name: 'client_id', length: 255 })
  clientId: string;

  /** The client's, when it was pushed. */
  @Column('integer', { name: 'client_ended_version' })
  clientEndedVersion: number;

  /** As JSON, without what the client authenticated with. */
  @Column('text')
  parameters: string;

  /** When it was answered. */
  @Column('integer', { name: 'consumed_at', nullable: true })
  consumedAt: number | null;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  /** Until when a browser may come with it. */
  @Column('integer', { name: 'valid_until' })
  validUntil: number;

  /** When nobody can be at work on it any more. */
  @Column('integer', { name: 'expires_at' })
  expiresAt: number;
}
