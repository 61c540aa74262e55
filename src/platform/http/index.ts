/**
 * How requests come in and answers go out: form bodies, cookies, security headers, CORS, errors and
 * pages. The only folder, besides the entry point, that knows Fastify.
 *
 * Owns the shape of every error answer (RFC 6749 §5.2, RFC 6750 §3, RFC 9457) and the declarations
 * of how a route is protected; the guards that enforce them live in the modules they ask.
 */
export * from './access.decorators.js';
export { BasePath, registerBasePath } from './base-path.js';
export * from './bearer-token.js';
export * from './browser.js';
export * from './cacheable.js';
export * from './browser-binding.js';
export * from './cookies.js';
export * from './cors.js';
export * from './declared-access.guard.js';
export * from './endpoint.decorator.js';
export * from './error-for-people.js';
export * from './fastify-adapter.js';
export * from './form-body.js';
export * from './http.module.js';
export { Lines, LinesBody } from './lines-body.js';
export * from './management/all-faults.decorator.js';
export * from './management/answers-created.decorator.js';
export * from './management/declared-request.js';
export * from './management/dry-run.request.js';
export * from './management/forced.request.js';
export * from './management/management.interceptor.js';
export * from './management/member.decorators.js';
export * from './management/members.js';
export * from './management/nearest-name.js';
export { RequestsOnce } from './management/once.interceptor.js';
export * from './management/read-only.js';
export * from './notice-cookie.js';
export * from './oauth-error.response.js';
export * from './parameters.decorator.js';
export * from './path.js';
export * from './problem.js';
export * from './problem-kinds.js';
export * from './problem.response.js';
export * from './refused-requests.js';
export * from './request-checks.js';
export * from './request-metrics.js';
export * from './request.js';
export * from './request-origin.js';
export * from './route-table.js';
export * from './security-headers.js';
export * from './served-certificate.js';
export * from './shutdown.js';
export * from './slow-readers.js';
export * from './static-answer.js';
export * from './unwanted-bodies.js';
export { accents, canBeAccent, isColour, nearestAccent, type Scheme } from './views/colours.js';
export { isLanguage, type OfferedLanguages } from './views/language.js';
export { LANGUAGE_COOKIE } from './views/look.guard.js';
export * from './views/look.js';
export * from './views/views.js';
export { browserName } from './views/wording.js';
