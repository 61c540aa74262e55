import { OIDC_SCOPES, parseScope } from '#protocol';
import type { ClientMetadata } from './metadata/client-metadata.js';

interface State {
  readonly metadata: ClientMetadata;
  readonly disabled: boolean;
}

/**
 * Whether a change of a client ends what it was given so far: it is disabled, or loses a grant type or
 * a scope. The change then raises `ended_version` and `ended_at`, so that nothing of it comes back when
 * the change is undone.
 */
export function isEnding(before: State, after: State): boolean {
  if (after.disabled && !before.disabled) return true;
  const kept = new Set([...after.metadata.grant_types, ...scopesOf(after.metadata)]);
  const had = [...before.metadata.grant_types, ...scopesOf(before.metadata)];
  return had.some((name) => !kept.has(name));
}

/** A client registered without a scope may use those of OpenID Connect (OIDC Registration §2). */
export function scopesOf({ scope }: ClientMetadata): readonly string[] {
  return (scope ? parseScope(scope) : undefined) ?? OIDC_SCOPES;
}
