import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person's account. */
@Entity('users')
export class UserEntity {
  /** Random, and so never given to anybody else (OIDC Core §2). */
  @PrimaryColumn('varchar', { length: 255 })
  sub: string;

  /** What authenticators know the person by (WebAuthn `user.id`): random, and never the `sub`. */
  @Column('varchar', { name: 'user_handle', length: 43 })
  userHandle: string;

  @Column('varchar', { length: 255 })
  username: string;

  /** What makes two usernames the same; see login-identifier.ts. */
  @Column('varchar', { name: 'username_key', length: 255 })
  usernameKey: string;

  /** SHA-256 of what it looks like; see login-identifier.ts. */
  @Column('varchar', { name: 'username_skeleton', length: 43 })
  usernameSkeleton: string;

  @Column('varchar', { length: 320, nullable: true })
  email: string | null;

  @Column('varchar', { name: 'email_key', length: 320, nullable: true })
  emailKey: string | null;

  @Column('varchar', { name: 'external_id', length: 255, nullable: true })
  externalId: string | null;

  @Column('integer', { name: 'email_verified' })
  emailVerified: number;

  /** A PHC string; null for somebody who cannot sign in with a password. */
  @Column('varchar', { name: 'password_hash', length: 255, nullable: true })
  passwordHash: string | null;

  /** Whose spelling that hash is in until they sign in, see password-formats; null for our own. */
  @Column('varchar', { name: 'password_format', length: 16, nullable: true })
  passwordFormat: string | null;

  @Column('text')
  claims: string;

  /** As JSON, by keys of their declarations (registry/claims); null for none. */
  @Column('text', { nullable: true })
  attributes: string | null;

  @Column('text')
  roles: string;

  @Column('integer')
  disabled: number;

  /** Whether they have signed up, and an admin has not let them in yet; they are disabled until then. */
  @Column('integer', { name: 'awaits_approval' })
  awaitsApproval: number;

  /** Counts the passwords so far, and how often they were disabled; what is older has ended. */
  @Column('integer', { name: 'credential_version' })
  credentialVersion: number;

  /** Counts how often all of their sessions were ended at once; those that are older have ended. */
  @Column('integer', { name: 'session_version' })
  sessionVersion: number;

  /** The same for all access in their name. */
  @Column('integer', { name: 'access_version' })
  accessVersion: number;

  /** Counts how often a role was taken away; power that is older has ended. */
  @Column('integer', { name: 'role_version' })
  roleVersion: number;

  /** The groups that they are in, see groups-of-user.ts; null for none. */
  @Column('text', { name: 'group_ids', nullable: true })
  groupIds: string | null;

  /** Ids of the roles that they have by themselves, as JSON; null for none. */
  @Column('text', { name: 'role_ids', nullable: true })
  roleIds: string | null;

  /** Which of Gatehouse's own roles they have, and for what, as JSON (AdminRoles); null for none. */
  @Column('text', { name: 'admin_roles', nullable: true })
  adminRoles: string | null;

  /** Counts how often they joined a group. */
  @Column('integer', { name: 'group_version' })
  groupVersion: number;

  /** What they have to do when they sign in, as JSON (RequiredActions); null for nothing. */
  @Column('text', { name: 'required_actions', nullable: true })
  requiredActions: string | null;

  /** Whether they have set up a second factor. */
  @Column('integer', { name: 'second_factor' })
  secondFactor: number;

  /** When they were first asked to set one up; null: never. */
  @Column('integer', { name: 'second_factor_asked_at', nullable: true })
  secondFactorAskedAt: number | null;

  /** When a second factor was last added or removed. */
  @Column('integer', { name: 'factors_changed_at' })
  factorsChangedAt: number;

  /** They are gone for everybody; the row waits until what they left behind is deleted, see UserRemains. */
  @Column('integer', { name: 'deleted_at', nullable: true })
  deletedAt: number | null;

  @Column('integer', { name: 'last_sign_in_at', nullable: true })
  lastSignInAt: number | null;

  @Column('integer')
  version: number;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  @Column('integer', { name: 'updated_at' })
  updatedAt: number;
}
