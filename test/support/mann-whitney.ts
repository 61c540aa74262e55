/**
 * How likely it is that two samples of one distribution differ in rank by as much as these: the Mann-Whitney U test,
 * two-sided, by the normal approximation with the correction for ties, which is good from some 20 values each.
 */
export function mannWhitney(one: readonly number[], other: readonly number[]): number {
  const all = [...one.map((value) => ({ value, first: true })), ...other.map(second)];
  all.sort((a, b) => a.value - b.value);
  let rankSum = 0;
  let ties = 0;
  for (let from = 0; from < all.length;) {
    let to = from;
    while (to < all.length && all[to]?.value === all[from]?.value) to++;
    const equal = all.slice(from, to);
    // Ranks count from 1; what is equal has the mean of theirs.
    rankSum += equal.filter(({ first }) => first).length * ((from + 1 + to) / 2);
    ties += equal.length ** 3 - equal.length;
    from = to;
  }
  const [n, m] = [one.length, other.length];
  const sum = n + m;
  const u = rankSum - (n * (n + 1)) / 2;
  const variance = ((n * m) / 12) * (sum + 1 - ties / (sum * (sum - 1)));
  if (variance === 0) return 1;
  const distance = Math.max(Math.abs(u - (n * m) / 2) - 0.5, 0) / Math.sqrt(variance);
  return 2 * (1 - normal(distance));
}

const second = (value: number) => ({ value, first: false });

/** The share of a normal distribution below `z` (Abramowitz and Stegun 26.2.17), exact to seven decimals. */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const powers = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  const tail = powers.reduce((total, factor, power) => total + factor * t ** (power + 1), 0);
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * tail;
}
