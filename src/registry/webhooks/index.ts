/**
 * Webhooks: who is told of events at an address, as Standard Webhooks 1.0 says.
 *
 * Owns the tables of webhooks and of what was sent to them, and the admin API over both. Of events it knows what
 * `platform/events` tells its readers.
 */
export * from './webhooks.module.js';
export { WebhooksController } from './admin/webhooks.controller.js';
export { CreateWebhookRequest } from './admin/webhook.request.js';
