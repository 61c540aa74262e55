import type { Actor, RequestOrigin } from '#platform/http';

/** Whether each kind of event tells of something that was done, or of something that was refused. */
export const EVENT_TYPES = {
  'login.succeeded': 'success',
  'login.new_browser': 'success',
  'login.recovered': 'success',
  'login.failed': 'failure',
  'login.throttled': 'failure',
  logout: 'success',
  'access.refused': 'failure',
  'consent.granted': 'success',
  'consent.denied': 'success',
  'consent.revoked': 'success',
  'session.revoked': 'success',
  'sessions.revoked': 'success',
  'browser.trusted': 'success',
  'browser.distrusted': 'success',
  'authorization.revoked': 'success',
  'authorizations.revoked': 'success',
  'password.changed': 'success',
  'password.breached': 'failure',
  'password_link.created': 'success',
  'authenticator.added': 'success',
  'authenticator.renamed': 'success',
  'authenticator.removed': 'success',
  'authenticators.reset': 'success',
  'passkey.cloned': 'failure',
  'client.authentication_failed': 'failure',
  'authorization.repeated_value': 'failure',
  'code.replayed': 'failure',
  'code.refused': 'failure',
  'user_code.refused': 'failure',
  'refresh_token.reused': 'failure',
  'refresh_token.retried': 'success',
  'refresh_token.retry_refused': 'failure',
  'token.exchanged': 'success',
  'claims.overage': 'failure',
  'token.revoked': 'success',
  'limit.reached': 'failure',
  'mail.failed': 'failure',
  'client.created': 'success',
  'client.registered': 'success',
  'client.changed': 'success',
  'client.disabled': 'success',
  'client.enabled': 'success',
  'client.deleted': 'success',
  'client.secret_rotated': 'success',
  'client.secret_ended': 'success',
  'client.secret_changed': 'success',
  'client.secret_leaked': 'success',
  'user.created': 'success',
  'user.changed': 'success',
  'user.disabled': 'success',
  'user.enabled': 'success',
  'user.deleted': 'success',
  'user.signed_up': 'success',
  'user.approved': 'success',
  'user.refused': 'success',
  'user.locked': 'failure',
  'user.factors_locked': 'failure',
  'user.unlocked': 'success',
  'user.rescued': 'success',
  'user.data_exported': 'success',
  'group.created': 'success',
  'group.changed': 'success',
  'group.deleted': 'success',
  'group.member_added': 'success',
  'group.member_removed': 'success',
  'role.created': 'success',
  'role.changed': 'success',
  'role.deleted': 'success',
  'role.given': 'success',
  'role.taken': 'success',
  'resource_server.created': 'success',
  'resource_server.changed': 'success',
  'resource_server.deleted': 'success',
  'assertion_issuer.created': 'success',
  'assertion_issuer.changed': 'success',
  'assertion_issuer.deleted': 'success',
  'identity_provider.created': 'success',
  'identity_provider.changed': 'success',
  'identity_provider.disabled': 'success',
  'identity_provider.deleted': 'success',
  'identity.linked': 'success',
  'identity.unlinked': 'success',
  'initial_access_token.created': 'success',
  'initial_access_token.withdrawn': 'success',
  'webhook.created': 'success',
  'webhook.changed': 'success',
  'webhook.deleted': 'success',
  'webhook.disabled': 'failure',
  'webhook.secret_rotated': 'success',
  'webhook.replayed': 'success',
  'settings.changed': 'success',
  'keys.rotated': 'success',
  'secret_key.rotated': 'success',
} as const satisfies Readonly<Record<string, 'success' | 'failure'>>;

export type EventType = keyof typeof EVENT_TYPES;

export type FactValue = string | number | boolean | null | undefined | readonly FactValue[] | Facts;
export interface Facts {
  readonly [name: string]: FactValue;
}

/** What is told of an event. Never a secret, a code or a token. */
export interface Event {
  readonly type: EventType;
  readonly actor: Actor;
  readonly onBehalfOf?: string | undefined;
  readonly clientId?: string | undefined;
  readonly userId?: string | undefined;
  readonly object?: { readonly kind: string; readonly id: string } | undefined;
  readonly origin?: RequestOrigin | undefined;
  /** For a change: `members`, each with `from` and `to`; a secret is "changed". */
  readonly facts?: Facts | undefined;
}
