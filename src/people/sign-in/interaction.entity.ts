import { NotTold } from '#platform/database';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A request that waits for a person: to sign in, to consent. */
@NotTold('gone within the hour: a sign-in that is under way')
@Entity('interactions')
export class InteractionEntity {
  @PrimaryColumn('varchar', { length: 43 })
  uid: string;

  /** The browser it belongs to; null until that browser is seen. */
  @Column('varchar', { name: 'browser_hash', length: 43, nullable: true })
  browserHash: string | null;

  @Column('varchar', { name: 'client_id', length: 255, nullable: true })
  clientId: string | null;

  /** What is asked of the person now. */
  @Column('varchar', { length: 16 })
  prompt: string;

  /** The path, ours, at which the request goes on. */
  @Column('varchar', { name: 'return_to', length: 100 })
  returnTo: string;

  /** The request as it came, as JSON: nothing that is posted later can change it (attack A27). */
  @Column('text')
  parameters: string;

  /** Digest of the pushed request that it is, if it is one (RFC 9126). */
  @Column('varchar', { name: 'pushed_request', length: 43, nullable: true })
  pushedRequest: string | null;

  /** What is asked of the person who signs in, as JSON (SignInRequirement). */
  @Column('text', { nullable: true })
  requirement: string | null;

  /** Who proved who they are during this interaction. */
  @Column('varchar', { name: 'user_id', length: 255, nullable: true })
  userId: string | null;

  /** How they did, see Factors. */
  @Column('varchar', { length: 255, nullable: true })
  factors: string | null;

  /** The user's at that moment: what they proved counts no more when their credentials change. */
  @Column('integer', { name: 'credential_version', nullable: true })
  credentialVersion: number | null;

  /** Likewise: nor when all their sessions are ended. */
  @Column('integer', { name: 'session_version', nullable: true })
  sessionVersion: number | null;

  /** Tries at a second factor since the last primary proof. */
  @Column('integer')
  attempts: number;

  /** Who they say they are, which proves nothing; empty: they are asked again. */
  @Column('varchar', { length: 320, nullable: true })
  identifier: string | null;

  /** Whether they asked to stay signed in. */
  @Column('integer')
  keep: number;

  /** The session in which the person signed in during this interaction. */
  @Column('varchar', { name: 'session_id', length: 32, nullable: true })
  sessionId: string | null;

  /** The session with which the person chose to go on (`prompt=select_account`). */
  @Column('varchar', { name: 'chosen_session_id', length: 32, nullable: true })
  chosenSessionId: string | null;

  /** What the person allowed during this interaction. */
  @Column('text', { name: 'approved_scope', nullable: true })
  approvedScope: string | null;

  @Column('integer', { name: 'denied_at', nullable: true })
  deniedAt: number | null;

  @Column('integer', { name: 'completed_at', nullable: true })
  completedAt: number | null;

  /** What the request was answered with, sealed, for the browser that sends its last form again. */
  @Column('text', { nullable: true })
  answer: string | null;

  /** The sign-in elsewhere, as JSON, sealed: an ID token is in it. */
  @Column('text', { nullable: true })
  upstream: string | null;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  @Column('integer', { name: 'expires_at' })
  expiresAt: number;
}
