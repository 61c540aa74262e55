import { Problem } from './problem.js';

/** How many items a list answers with, from the `limit` of its query (attack L21). */
export function pageSize(limit: string | undefined): number {
  if (limit === undefined || limit === '') return 50;
  const size = /^\d{1,3}$/.test(limit) ? Number(limit) : NaN;
  if (size >= 1 && size <= 100) return size;
  throw Problem.badRequest('limit must be a whole number from 1 to 100.', {
    limit: 'must be a whole number from 1 to 100',
  });
}
