import { TellsPerson } from '#platform/database';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** That a session rests on a sign-in elsewhere. */
@TellsPerson('sign_ins_elsewhere', ['providerId', 'subject', 'sessionId'])
@Entity('upstream_sessions')
export class UpstreamSessionEntity {
  @PrimaryColumn('varchar', { length: 32 })
  id: string;

  @Column('varchar', { name: 'provider_id', length: 64 })
  providerId: string;

  /** Who it is there. */
  @Column('varchar', { length: 255 })
  subject: string;

  /** What the session is called there (`sid`). */
  @Column('varchar', { name: 'upstream_sid', length: 255, nullable: true })
  upstreamSid: string | null;

  @Column('varchar', { name: 'session_id', length: 32 })
  sessionId: string;

  @Column('varchar', { name: 'user_id', length: 255 })
  userId: string;

  /** Sealed: who signs out here can be signed out there by it. */
  @Column('text', { name: 'id_token', nullable: true })
  idToken: string | null;

  @Column('integer', { name: 'expires_at' })
  expiresAt: number;
}
