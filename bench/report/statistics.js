// @ts-check

/** @param {ArrayLike<number>} sorted ascending, not empty @param {number} rank 0 to 100 */
export function percentile(sorted, rank) {
  const index = Math.min(sorted.length - 1, Math.ceil((rank / 100) * sorted.length) - 1);
  return /** @type {number} */ (sorted[Math.max(0, index)]);
}

/** @param {readonly number[]} values @returns {number} NaN when empty */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[(sorted.length >> 1) - 1] ?? NaN) + upper) / 2;
}

/** Half the distance between the extremes, relative to the median. @param {readonly number[]} values */
export function spread(values) {
  return (Math.max(...values) - Math.min(...values)) / 2 / median(values);
}

/**
 * Paired by round, so that what slows the machine down for a while slows both sides.
 * @param {readonly number[]} ours
 * @param {readonly number[]} theirs
 */
export function ratio(ours, theirs) {
  return median(ours.slice(0, theirs.length).map((value, round) => value / (theirs[round] ?? NaN)));
}
