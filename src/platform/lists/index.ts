/**
 * The lists of the management APIs: page after page by cursor, sorted by what has an index, with the
 * `Link` to the next page (RFC 8288).
 *
 * Owns no table: each list brings its query, or its items where they are few. A cursor continues the
 * list that it came from, under the same filters, and nothing else.
 */
export * from './answers-list.decorator.js';
export * from './filters.js';
export * from './list.request.js';
export * from './list.response.js';
export * from './lists.js';
export * from './lists.module.js';
export * from './words.js';
