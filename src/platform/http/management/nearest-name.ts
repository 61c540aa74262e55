/**
 * The name that somebody meant, if one is near enough: at most a third of its letters are wrong,
 * missing, too many, or have changed places with their neighbour.
 */
export function nearestName(given: string, known: readonly string[]): string | undefined {
  const allowed = (name: string) => Math.max(1, Math.floor(name.length / 3));
  const found = known
    // First by what costs nothing: a name can be of any length.
    .filter((name) => Math.abs(name.length - given.length) <= allowed(name))
    .map((name) => ({ name, far: distance(given.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, far }) => far <= allowed(name))
    .sort((a, b) => a.far - b.far);
  return found[0]?.name;
}

/** Optimal string alignment. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = cell(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next[j] = Math.min(
        replaced,
        cell(row, j) + 1,
        cell(next, j - 1) + 1,
        swapped ? cell(before, j - 2) + 1 : Infinity,
      );
    }
    [before, row] = [row, next];
  }
  return cell(row, b.length);
}

const cell = (row: readonly number[], column: number) => row[column] ?? Infinity;
