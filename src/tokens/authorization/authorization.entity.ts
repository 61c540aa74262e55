import { TellsPerson } from '#platform/database';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * Why an authorization was ended by itself: its client gave it back, its person or an admin took it back,
 * or somebody had a copy.
 */
export type AuthorizationEnding =
  'revoked' | 'withdrawn' | 'code_replayed' | 'refresh_token_reused';

/**
 * One authorization by a person for a client, from its code to its last refresh token, in one row:
 * redeeming, rotating and revoking are then each one guarded UPDATE of the same row, and the
 * database decides every race between them.
 */
@TellsPerson('authorizations', [
  'id',
  'clientId',
  'sessionId',
  'grantType',
  'granted',
  'factors',
  'authTime',
  'createdAt',
  'refreshRotatedAt',
  'refreshRotatedFrom',
  'revokedAt',
  'endedReason',
])
@Entity('authorizations')
export class AuthorizationEntity {
  @PrimaryColumn('varchar', { length: 32 })
  id: string;

  @Column('varchar', { name: 'client_id', length: 255 })
  clientId: string;

  @Column('varchar', { name: 'user_id', length: 255 })
  userId: string;

  @Column('varchar', { name: 'session_id', length: 32, nullable: true })
  sessionId: string | null;

  /** The consent it rests on; null when none was needed. */
  @Column('varchar', { name: 'consent_id', length: 32, nullable: true })
  consentId: string | null;

  /** On whose word it was given (RFC 7523); null when the person was here. */
  @Column('varchar', { name: 'assertion_issuer_id', length: 32, nullable: true })
  assertionIssuerId: string | null;

  @Column('integer', { name: 'assertion_issuer_ended_version', nullable: true })
  assertionIssuerEndedVersion: number | null;

  /** The grant type that it was given by. */
  @Column('varchar', { name: 'grant_type', length: 100 })
  grantType: string;

  /** 1: ends with the session. 0: `offline_access` was granted. */
  @Column('integer')
  online: number;

  /** See Granted. */
  @Column('text')
  granted: string;

  /** The claims asked for by name (OIDC Core §5.5), as JSON; null when there are none. */
  @Column('text', { nullable: true })
  claims: string | null;

  /** How and when the person proved who they are, see Factors. */
  @Column('varchar', { length: 255 })
  factors: string;

  @Column('integer', { name: 'auth_time' })
  authTime: number;

  @Column('integer', { name: 'credential_version' })
  credentialVersion: number;

  /** The person's: see User. */
  @Column('integer', { name: 'access_version' })
  accessVersion: number;

  @Column('integer', { name: 'role_version' })
  roleVersion: number;

  /** The person's count of joins, see User. */
  @Column('integer', { name: 'group_version' })
  groupVersion: number;

  @Column('integer', { name: 'client_ended_version' })
  clientEndedVersion: number;

  @Column('varchar', { length: 512, nullable: true })
  nonce: string | null;

  @Column('varchar', { name: 'code_hash', length: 43, nullable: true })
  codeHash: string | null;

  @Column('integer', { name: 'code_expires_at', nullable: true })
  codeExpiresAt: number | null;

  @Column('integer', { name: 'code_consumed_at', nullable: true })
  codeConsumedAt: number | null;

  /** Failed proofs of possession so far. */
  @Column('integer', { name: 'code_failures' })
  codeFailures: number;

  @Column('varchar', { name: 'redirect_uri', length: 2048, nullable: true })
  redirectUri: string | null;

  /** Whether the request named it, so that the token request must too (RFC 6749 §4.1.3). */
  @Column('integer', { name: 'redirect_uri_sent' })
  redirectUriSent: number;

  @Column('varchar', { name: 'code_challenge', length: 43, nullable: true })
  codeChallenge: string | null;

  /** The number of the newest refresh token; 0 before the first. */
  @Column('integer', { name: 'refresh_generation' })
  refreshGeneration: number;

  @Column('integer', { name: 'refresh_rotated_at', nullable: true })
  refreshRotatedAt: number | null;

  /** The network address that the newest refresh token was given to. */
  @Column('varchar', { name: 'refresh_rotated_from', length: 45, nullable: true })
  refreshRotatedFrom: string | null;

  /** SHA-256 of what was asked for with it: only the same request is answered a second time. */
  @Column('varchar', { name: 'refresh_request', length: 43, nullable: true })
  refreshRequest: string | null;

  /** When it was, once for each refresh token. */
  @Column('integer', { name: 'refresh_retried_at', nullable: true })
  refreshRetriedAt: number | null;

  @Column('integer', { name: 'refresh_expires_at', nullable: true })
  refreshExpiresAt: number | null;

  @Column('integer', { name: 'refresh_absolute_expires_at', nullable: true })
  refreshAbsoluteExpiresAt: number | null;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  /** When the row may be deleted: nothing that rests on it can be valid any more. */
  @Column('integer', { name: 'expires_at' })
  expiresAt: number;

  @Column('integer', { name: 'revoked_at', nullable: true })
  revokedAt: number | null;

  @Column('varchar', { name: 'ended_reason', length: 32, nullable: true })
  endedReason: AuthorizationEnding | null;
}
