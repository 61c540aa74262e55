/** In which form a path answers errors. */
export type ErrorStyle = 'page' | 'problem' | 'oauth';

const PAGES = ['/authorize', '/interaction', '/account', '/logout', '/device', '/docs', '/assets'];
const MANAGEMENT = ['/admin', '/account/api'];

/**
 * People get a page, management APIs problem details (RFC 9457), and protocol endpoints the JSON of
 * RFC 6749 §5.2. Decided by path because an error may come before any route is found.
 */
export function errorStyle(path: string): ErrorStyle {
  const under = (prefix: string) => path === prefix || path.startsWith(`${prefix}/`);
  if (MANAGEMENT.some(under)) return 'problem';
  if (path === '/' || PAGES.some(under)) return 'page';
  return 'oauth';
}
