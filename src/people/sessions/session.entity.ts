import { TellsPerson } from '#platform/database';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SessionEnding } from './session.js';

/** A browser in which somebody has signed in. */
@TellsPerson('sessions', [
  'id',
  'ip',
  'userAgent',
  'factors',
  'authTime',
  'createdAt',
  'lastSeenAt',
  'endedAt',
  'endedReason',
])
@Entity('sessions')
export class SessionEntity {
  /** The public handle and the `sid` of ID tokens; never the cookie's value (attack I35). */
  @PrimaryColumn('varchar', { length: 32 })
  id: string;

  @Column('varchar', { name: 'token_hash', length: 43 })
  tokenHash: string;

  @Column('varchar', { name: 'user_id', length: 255 })
  userId: string;

  /** How and when the person proved who they are, see Factors. */
  @Column('varchar', { length: 255 })
  factors: string;

  /** The user's at sign-in: a changed password ends every older session. */
  @Column('integer', { name: 'credential_version' })
  credentialVersion: number;

  /** The user's: see there. */
  @Column('integer', { name: 'session_version' })
  sessionVersion: number;

  /** Of the identity provider that it rests on: one with another epoch has ended it. */
  @Column('varchar', { name: 'provider_epoch', length: 32, nullable: true })
  providerEpoch: string | null;

  @Column('integer', { name: 'auth_time' })
  authTime: number;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  @Column('integer', { name: 'last_seen_at' })
  lastSeenAt: number;

  /** When it ends unless it is used again. */
  @Column('integer', { name: 'idle_expires_at' })
  idleExpiresAt: number;

  @Column('integer', { name: 'expires_at' })
  expiresAt: number;

  /** Whether its person asked to stay signed in. */
  @Column('integer', { name: 'remembered' })
  kept: number;

  /** Whether the browser that is trusted stood in for a second factor. */
  @Column('integer')
  trusted: number;

  /** When its person proved who they are: since then it lasts as long as sessions do. */
  @Column('integer', { name: 'renewed_at' })
  renewedAt: number;

  @Column('integer', { name: 'ended_at', nullable: true })
  endedAt: number | null;

  @Column('varchar', { name: 'ended_reason', length: 32, nullable: true })
  endedReason: SessionEnding | null;

  @Column('varchar', { length: 45, nullable: true })
  ip: string | null;

  @Column('varchar', { name: 'user_agent', length: 255, nullable: true })
  userAgent: string | null;
}
