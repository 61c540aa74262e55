import { difference, type Plan, type PlannedEvent, problem, replacing } from '#platform/changes';
import { powerProblems, type Powers } from '#registry/resources';
import type { Webhook, WebhookValue } from '../webhook.js';
import type { CreateWebhookRequest, UpdateWebhookRequest } from './webhook.request.js';

/** Whoever is told of events knows what whoever reads them does. */
const NEEDED = ['events:read'];

export function planNewWebhook(
  id: string,
  body: CreateWebhookRequest,
  powers: Powers,
): Plan<WebhookValue> {
  const value: WebhookValue = {
    ...{ url: body.url, description: body.description ?? '', types: body.types },
    ...{ enabled: body.enabled ?? true, externalId: body.external_id ?? null },
  };
  const facts = { members: difference({}, membersOf(value)) };
  return {
    value,
    problems: [...powerProblems('', powers, NEEDED), ...problemsOf(value)],
    warnings: [],
    effects: ['secret_made'],
    events: [eventOf('webhook.created', id, facts)],
  };
}

export function planWebhookChange(
  before: Webhook,
  body: UpdateWebhookRequest,
  powers: Powers,
): Plan<WebhookValue> {
  const enabled = body.enabled ?? before.enabled;
  const value: WebhookValue = {
    url: body.url ?? before.url,
    description: body.description ?? before.description,
    types: body.types ?? before.types,
    enabled,
    disabledReason: enabled ? undefined : before.disabledReason,
    externalId: body.external_id === undefined ? before.externalId : body.external_id,
  };
  const members = difference(membersOf(before), membersOf(value));
  return {
    value,
    problems: [...powerProblems('', powers, NEEDED), ...problemsOf(value)],
    warnings: [],
    effects: [],
    events: members ? [eventOf('webhook.changed', before.id, { members })] : [],
  };
}

export function planWebhookReplacement(
  before: Webhook,
  body: CreateWebhookRequest,
  powers: Powers,
): Plan<WebhookValue> {
  return planWebhookChange(before, replacing({ description: '', enabled: true }, body), powers);
}

export function planNewSecret(before: Webhook, powers: Powers): Plan<WebhookValue> {
  return {
    value: before,
    problems: powerProblems('', powers, NEEDED),
    warnings: [],
    effects: ['secret_made'],
    events: [eventOf('webhook.secret_rotated', before.id)],
  };
}

export function planWebhookEnd(before: Webhook): Plan<Webhook> {
  const events = [eventOf('webhook.deleted', before.id, { url: before.url })];
  return { value: before, problems: [], warnings: [], effects: ['secrets_deleted'], events };
}

function problemsOf({ types }: WebhookValue) {
  return problem('/types', types.length > 0 ? undefined : 'Name at least one type, or *.');
}

/** Under the names that admins know. */
function membersOf({ url, description, types, enabled, externalId }: WebhookValue) {
  const named = externalId === null ? {} : { external_id: externalId };
  return { url, description, types, enabled, ...named };
}

function eventOf(
  type: PlannedEvent['type'],
  id: string,
  facts: PlannedEvent['facts'] = {},
): PlannedEvent {
  return { type, object: { kind: 'webhook', id }, facts };
}
