import { TellsPerson } from '#platform/database';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A request that was refused. */
@TellsPerson('refusals', ['at', 'reference', 'endpoint', 'error', 'clientId', 'ip'])
@Entity('errors')
export class RefusalEntity {
  /** The id of the request. */
  @PrimaryColumn('varchar', { length: 64 })
  reference: string;

  @Column('integer')
  at: number;

  @Column('varchar', { length: 64 })
  endpoint: string;

  /** The code that was answered. */
  @Column('varchar', { length: 64 })
  error: string;

  /** Null where no check refused, but a page or its form was over. */
  @Column('varchar', { length: 64, nullable: true })
  check: string | null;

  @Column('varchar', { length: 100, nullable: true })
  spec: string | null;

  /** That the request named, if it may have been one. */
  @Column('varchar', { name: 'grant_type', length: 100, nullable: true })
  grantType: string | null;

  /** As it was said: there may be no such client. */
  @Column('varchar', { name: 'client_id', length: 255, nullable: true })
  clientId: string | null;

  @Column('varchar', { name: 'user_id', length: 255, nullable: true })
  userId: string | null;

  @Column('varchar', { length: 45 })
  ip: string;

  /** {@link RefusalFacts} as JSON. */
  @Column('text', { nullable: true })
  facts: string | null;
}

export interface RefusalFacts {
  readonly expected: string;
  readonly got: string;
}
