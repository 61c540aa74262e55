import type { Config } from '#platform/config';
import { ADMIN_SCOPES } from '#registry/resources';

/**
 * The part of a scope that a person can give away: power over Gatehouse only if they have it.
 * Everybody can sign in to a client that admins use too; they get less from it.
 */
export function permittedScope(
  scope: readonly string[],
  user: { readonly roles: readonly string[] },
): readonly string[] {
  if (user.roles.includes('admin')) return scope;
  return scope.filter((name) => !ADMIN_SCOPES.has(name));
}

/** Whether it matters for {@link permittedScope} who the person is. */
export function asksForPower(scope: readonly string[]): boolean {
  return scope.some((name) => ADMIN_SCOPES.has(name));
}

/** The resources of a request without the admin API, if nothing granted is for it. */
export function grantedResources(
  resources: readonly string[],
  scope: readonly string[],
  config: Config,
): readonly string[] {
  if (asksForPower(scope)) return resources;
  return resources.filter((identifier) => identifier !== config.url('/admin'));
}
