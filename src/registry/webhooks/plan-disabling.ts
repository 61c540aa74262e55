import type { Plan, PlannedEvent } from '#platform/changes';
import type { Webhook, WebhookValue } from './webhook.js';

/** Takes a webhook away from what is told, for a reason that its admins are shown. */
export function planDisabling(before: Webhook, reason: string): Plan<WebhookValue> {
  const value = { ...before, enabled: false, disabledReason: reason };
  const object = { kind: 'webhook', id: before.id };
  const events: PlannedEvent[] = before.enabled
    ? [{ type: 'webhook.disabled', object, facts: { reason } }]
    : [];
  return { value, problems: [], warnings: [], effects: [], events };
}
