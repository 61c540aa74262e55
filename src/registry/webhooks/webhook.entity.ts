import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Somebody who is told of events at an address (Standard Webhooks 1.0). */
@Entity('webhooks')
export class WebhookEntity {
  @PrimaryColumn('varchar', { length: 32 })
  id: string;

  /** One of as many as there may be; unique, so that there are no more. */
  @Column('integer')
  slot: number;

  @Column('varchar', { length: 2000 })
  url: string;

  @Column('varchar', { length: 200 })
  description: string;

  /** JSON: types of events; `*` for all of them. */
  @Column('text')
  types: string;

  /** Sealed. */
  @Column('text')
  secret: string;

  /** Sealed: what signs as well for a while, after another was made. */
  @Column('text', { name: 'former_secret', nullable: true })
  formerSecret: string | null;

  @Column('integer', { name: 'former_until', nullable: true })
  formerUntil: number | null;

  @Column('integer')
  enabled: number;

  /** Why Gatehouse disabled it. */
  @Column('varchar', { name: 'disabled_reason', length: 255, nullable: true })
  disabledReason: string | null;

  @Column('varchar', { name: 'external_id', length: 255, nullable: true })
  externalId: string | null;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  @Column('integer', { name: 'updated_at' })
  updatedAt: number;

  @Column('integer')
  version: number;
}
