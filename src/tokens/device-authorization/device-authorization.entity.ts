import { NotTold } from '#platform/database';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * One request of a device, from its codes to its tokens, in one row: deciding it, polling for it and
 * redeeming it are then each one guarded UPDATE, and the database decides every race.
 */
@NotTold('gone within minutes, and of an authorization that is told')
@Entity('device_authorizations')
export class DeviceAuthorizationEntity {
  @PrimaryColumn('varchar', { length: 32 })
  id: string;

  @Column('varchar', { name: 'device_code_hash', length: 43 })
  deviceCodeHash: string;

  /** Without its dash. It is on a screen, and worth nothing without somebody who is signed in. */
  @Column('varchar', { name: 'user_code', length: 8 })
  userCode: string;

  @Column('varchar', { name: 'client_id', length: 255 })
  clientId: string;

  /** What was asked for; what was allowed, once somebody has allowed it. See Granted. */
  @Column('text')
  granted: string;

  @Column('varchar', { name: 'code_challenge', length: 43, nullable: true })
  codeChallenge: string | null;

  /** Seconds; grows with each poll that comes too soon. */
  @Column('integer', { name: 'poll_interval' })
  pollInterval: number;

  @Column('integer', { name: 'last_polled_at', nullable: true })
  lastPolledAt: number | null;

  /** Where the device asked from; null for what was asked before this was kept. */
  @Column('varchar', { length: 45, nullable: true })
  ip: string | null;

  /** Who decided; null until somebody has, as everything of theirs below. */
  @Column('varchar', { name: 'user_id', length: 255, nullable: true })
  userId: string | null;

  @Column('varchar', { name: 'session_id', length: 32, nullable: true })
  sessionId: string | null;

  /** The consent it rests on; null when none was needed. */
  @Column('varchar', { name: 'consent_id', length: 32, nullable: true })
  consentId: string | null;

  @Column('integer', { name: 'credential_version', nullable: true })
  credentialVersion: number | null;

  @Column('integer', { name: 'access_version', nullable: true })
  accessVersion: number | null;

  @Column('integer', { name: 'role_version', nullable: true })
  roleVersion: number | null;

  @Column('integer', { name: 'group_version', nullable: true })
  groupVersion: number | null;

  /** The client's, when the device asked. */
  @Column('integer', { name: 'client_ended_version' })
  clientEndedVersion: number;

  @Column('integer', { name: 'auth_time', nullable: true })
  authTime: number | null;

  /** How and when the person proved who they are, see Factors. */
  @Column('varchar', { length: 255, nullable: true })
  factors: string | null;

  @Column('integer', { name: 'approved_at', nullable: true })
  approvedAt: number | null;

  @Column('integer', { name: 'denied_at', nullable: true })
  deniedAt: number | null;

  @Column('integer', { name: 'consumed_at', nullable: true })
  consumedAt: number | null;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  @Column('integer', { name: 'code_expires_at' })
  codeExpiresAt: number;

  /** When the row may be deleted: until then a late poll is told that the code has expired. */
  @Column('integer', { name: 'expires_at' })
  expiresAt: number;
}
