type Where = 'known' | 'new';

interface Account {
  wrong: number;
  inARow: number;
  mostInARow: number;
  locked: number;
  readonly came: Record<Where, { right: number; refused: number }>;
}

/** What came of a year of guesses. */
export class Ledger {
  private readonly accounts = new Map<string, Account>();
  private client = { right: 0, refused: 0 };

  /** A password was compared with that of an account. */
  checked(name: string, right: boolean): void {
    const account = this.of(name);
    account.inARow = right ? 0 : account.inARow + 1;
    account.mostInARow = Math.max(account.mostInARow, account.inARow);
    if (!right) account.wrong++;
  }

  /** Somebody came with their own password. */
  came(name: string, where: Where, signedIn: boolean): void {
    const count = this.of(name).came[where];
    if (signedIn) count.right++;
    else count.refused++;
  }

  clientCame(authenticated: boolean): void {
    if (authenticated) this.client.right++;
    else this.client.refused++;
  }

  locked(
    events: readonly { user_id: string }[],
    people: readonly { sub: string; username: string }[],
  ): void {
    for (const { sub, username } of people) {
      this.of(username).locked = events.filter(({ user_id }) => user_id === sub).length;
    }
  }

  get clientRefusals(): number {
    return this.client.refused;
  }

  refusals(where: Where): number {
    return [...this.accounts.values()].reduce((sum, { came }) => sum + came[where].refused, 0);
  }

  mostInARow(name: string): number {
    return this.of(name).mostInARow;
  }

  wrongOnes(name: string): number {
    return this.of(name).wrong;
  }

  timesLocked(name: string): number {
    return this.of(name).locked;
  }

  print(): void {
    const head = [
      'person who comes',
      'wrong passwords',
      'most in a row',
      'times closed to strangers',
      'known browser: in, refused',
      'new browser: in, refused',
    ];
    const rows = [...this.accounts].map(([name, { wrong, mostInARow, locked, came }]) => [
      name,
      ...[wrong, mostInARow, locked].map(String),
      ...[came.known, came.new].map(({ right, refused }) => `${right}, ${refused}`),
    ]);
    const widths = head.map((_, n) => Math.max(...[head, ...rows].map((row) => row[n]!.length)));
    const lines = [head, ...rows].map((row) =>
      row
        .map((cell, n) => cell.padEnd(widths[n]!))
        .join('  ')
        .trimEnd(),
    );
    const { right, refused } = this.client;
    lines.push(`client at the address of a guesser: in ${right}, refused ${refused}`);
    process.stdout.write(`\nA year of guessing\n${lines.join('\n')}\n`);
  }

  private of(name: string): Account {
    let account = this.accounts.get(name);
    if (account === undefined) {
      const came = { known: { right: 0, refused: 0 }, new: { right: 0, refused: 0 } };
      account = { wrong: 0, inARow: 0, mostInARow: 0, locked: 0, came };
      this.accounts.set(name, account);
    }
    return account;
  }
}
