import { NotTold } from '#platform/database';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Something that can be done once by whoever holds the link to it; deleted when it was done. */
@NotTold('gone within days: a link that was mailed to the person')
@Entity('links')
export class LinkEntity {
  @PrimaryColumn('varchar', { length: 32 })
  id: string;

  @Column('varchar', { length: 24 })
  purpose: string;

  /** SHA-256 of what a newer link replaces. */
  @Column('varchar', { length: 43 })
  slot: string;

  @Column('varchar', { name: 'user_id', length: 255, nullable: true })
  userId: string | null;

  /** The address that the link was sent to. */
  @Column('varchar', { length: 320, nullable: true })
  email: string | null;

  /** Of the person when it was made: a newer password ends it. */
  @Column('integer', { name: 'credential_version', nullable: true })
  credentialVersion: number | null;

  /** JSON, without secrets. */
  @Column('text', { nullable: true })
  data: string | null;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  @Column('integer', { name: 'expires_at' })
  expiresAt: number;
}
