/** How one round ended. */
export interface Outcome {
  readonly winners: number;
  /** Answers that repeat what was won. */
  readonly copies?: number;
  /** How many were told what. */
  readonly losers: Readonly<Record<string, number>>;
}

/** What was raced for, and how it ended. */
export class Report {
  private readonly outcomes = new Map<string, Outcome[]>();

  add(value: string, where: string, outcome: Outcome): void {
    const key = `${value}|${where}`;
    this.outcomes.set(key, [...(this.outcomes.get(key) ?? []), outcome]);
  }

  /** As a table, at the length that somebody asked for; a short run is silent. */
  print(): void {
    if (process.env['RACE_ROUNDS'] === undefined) return;
    const rows = [HEAD, ...[...this.outcomes].map(([key, rounds]) => row(key, rounds))];
    const widths = HEAD.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
    const lines = rows.map((cells) => cells.map((cell, n) => cell.padEnd(widths[n]!)).join('  '));
    process.stdout.write(`\n${lines.map((line) => line.trimEnd()).join('\n')}\n`);
  }
}

const HEAD = ['value', 'where', 'rounds', 'requests', 'winners', 'losers'];

function row(key: string, rounds: readonly Outcome[]): string[] {
  const told = new Map<string, number>();
  let winners = 0;
  for (const { winners: won, copies = 0, losers } of rounds) {
    winners += won;
    const others = { ...losers, ...(copies > 0 ? { 'the same answer': copies } : {}) };
    for (const [what, times] of Object.entries(others)) {
      told.set(what, (told.get(what) ?? 0) + times);
    }
  }
  const requests = [...told.values()].reduce((sum, times) => sum + times, winners);
  const losers = [...told].map(([what, times]) => `${times} x ${what}`).join(', ');
  return [...key.split('|'), String(rounds.length), String(requests), String(winners), losers];
}
