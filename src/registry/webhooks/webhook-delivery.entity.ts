import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An attempt to tell a webhook of an event. */
@Entity('webhook_deliveries')
export class WebhookDeliveryEntity {
  @PrimaryColumn('varchar', { length: 32 })
  id: string;

  @Column('varchar', { name: 'webhook_id', length: 32 })
  webhookId: string;

  @Column('varchar', { name: 'event_id', length: 32 })
  eventId: string;

  @Column('integer')
  seq: number;

  @Column('varchar', { length: 64 })
  type: string;

  @Column('integer')
  at: number;

  @Column('integer')
  attempt: number;

  /** What was answered; null where nobody did. */
  @Column('integer', { nullable: true })
  status: number | null;

  /** Why it did not count. */
  @Column('varchar', { length: 255, nullable: true })
  reason: string | null;

  @Column('integer')
  milliseconds: number;
}
