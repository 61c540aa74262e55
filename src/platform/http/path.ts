import type { HttpRequest } from './request.js';

/** `http://anything/path`: a request may name the whole address (RFC 9112 §3.2.2). */
const ABSOLUTE_FORM = /^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i;

/**
 * The path of a request: without its query, which may carry codes and tokens, and without an
 * authority, which whoever sent it made up (attack M01).
 */
export function pathOf(request: HttpRequest): string {
  const url = request.raw.url ?? '/';
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  return path.startsWith('/') ? path : path.replace(ABSOLUTE_FORM, '') || '/';
}
