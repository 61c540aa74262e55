import type { Config } from '#platform/config';

/** Where it stands, before the path of what it is about (RFC 9728 §3). */
export const PROTECTED_RESOURCE = '.well-known/oauth-protected-resource';

/**
 * Where the metadata of an API are: its path behind the well-known one where it is at home here (RFC 9728
 * §3.1), and otherwise the whole of its identifier, which its own server can name or pass on.
 * @param resource an identifier, or the path of one of our own
 */
export function protectedResourceMetadata(config: Config, resource: string): string {
  const own = resource === '' || resource.startsWith('/');
  if (own) return `${config.origin}/${PROTECTED_RESOURCE}${config.basePath}${resource}`;
  return config.url(`/${PROTECTED_RESOURCE}/${encodeURIComponent(resource)}`);
}
