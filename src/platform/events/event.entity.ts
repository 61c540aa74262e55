import { TellsPerson } from '#platform/database';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Something that happened and that somebody may have to account for. Rows are only ever added, and sealed. */
// Facts tell of admins as well, who are other people.
@TellsPerson('events', ['at', 'type', 'outcome', 'actorKind', 'clientId'])
@Entity('events')
export class EventEntity {
  @PrimaryColumn('varchar', { length: 32 })
  id: string;

  @Column('integer')
  at: number;

  @Column('varchar', { length: 64 })
  type: string;

  /** `success` or `failure`. */
  @Column('varchar', { length: 16 })
  outcome: string;

  /** See Actor. */
  @Column('varchar', { name: 'actor_kind', length: 16 })
  actorKind: string;

  @Column('varchar', { length: 255, nullable: true })
  actor: string | null;

  /** Whom the actor acted for (RFC 8693). */
  @Column('varchar', { name: 'on_behalf_of', length: 255, nullable: true })
  onBehalfOf: string | null;

  @Column('varchar', { name: 'client_id', length: 255, nullable: true })
  clientId: string | null;

  @Column('varchar', { name: 'user_id', length: 255, nullable: true })
  userId: string | null;

  /** What was changed, where it is neither a client nor a user. */
  @Column('varchar', { name: 'object_kind', length: 32, nullable: true })
  objectKind: string | null;

  @Column('varchar', { name: 'object_id', length: 255, nullable: true })
  objectId: string | null;

  @Column('varchar', { name: 'request_id', length: 64, nullable: true })
  requestId: string | null;

  /** The rest, as JSON: address, user agent, members from and to. Gone when the person is erased. */
  @Column('text', { nullable: true })
  facts: string | null;

  /** The address among the facts, which events are found by. */
  @Column('varchar', { length: 45, nullable: true })
  ip: string | null;

  /** Its place in the chain, once it is sealed. */
  @Column('integer', { nullable: true })
  seq: number | null;

  @Column('varchar', { length: 43, nullable: true })
  hash: string | null;

  @Column('varchar', { name: 'facts_salt', length: 43, nullable: true })
  factsSalt: string | null;

  /** Of salt and facts: what the chain holds of them. */
  @Column('varchar', { name: 'facts_digest', length: 43, nullable: true })
  factsDigest: string | null;
}
