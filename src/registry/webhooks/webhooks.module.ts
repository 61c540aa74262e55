import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { WebhookAdministration } from './admin/webhook-administration.js';
import { WebhookDeliveriesController } from './admin/webhook-deliveries.controller.js';
import { WebhooksController } from './admin/webhooks.controller.js';
import { WebhookAggregate } from './webhook.aggregate.js';
import { WebhookDeliveries } from './webhook-deliveries.js';
import { WebhookDeliveryEntity } from './webhook-delivery.entity.js';
import { WebhookEntity } from './webhook.entity.js';
import { WebhookRepository } from './webhook.repository.js';
import { WebhookTeller } from './webhook-teller.js';

@Module({
  imports: [TypeOrmModule.forFeature([WebhookEntity, WebhookDeliveryEntity])],
  controllers: [WebhooksController, WebhookDeliveriesController],
  providers: [
    ...[WebhookAdministration, WebhookAggregate, WebhookDeliveries],
    ...[WebhookRepository, WebhookTeller],
  ],
})
export class WebhooksModule {}
