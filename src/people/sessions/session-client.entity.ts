import { TellsPerson } from '#platform/database';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A client that got an ID token in a session and wants to hear of its end. */
@TellsPerson('applications_in_sessions', ['sessionId', 'clientId'])
@Entity('session_clients')
export class SessionClientEntity {
  @PrimaryColumn('varchar', { length: 32 })
  id: string;

  @Column('varchar', { name: 'session_id', length: 32 })
  sessionId: string;

  @Column('varchar', { name: 'client_id', length: 255 })
  clientId: string;

  @Column('varchar', { name: 'user_id', length: 255 })
  userId: string;

  /** In which the message was written that tells the client; null while the session lasts. */
  @Column('varchar', { length: 32, nullable: true })
  ending: string | null;

  @Column('integer', { name: 'expires_at' })
  expiresAt: number;
}
