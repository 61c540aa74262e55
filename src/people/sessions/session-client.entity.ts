import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * A client that got an ID token in a session and wants to hear of its end. Once the session has ended
 * the row is a message in a queue, and it is deleted when the client has taken it.
 */
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

  /** When the client is to be told, for the first time or again; null while the session lasts. */
  @Column('integer', { name: 'due_at', nullable: true })
  dueAt: number | null;

  /** How often that has been tried; also what two nodes compete for. */
  @Column('integer')
  attempts: number;

  /** When nobody needs to be told any more. */
  @Column('integer', { name: 'expires_at' })
  expiresAt: number;
}
