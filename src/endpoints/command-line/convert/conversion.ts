/** What an export of another system becomes: bodies of requests to the admin API, by the name of their file. */
export interface Conversion {
  readonly files: Readonly<Record<string, readonly object[]>>;
  /** What could not be taken along, in sentences. */
  readonly left: readonly string[];
}

/** What was counted of a kind that is left behind. */
export class Leftovers {
  private readonly names = new Map<string, string[]>();

  /** @param why a sentence that ends before the names */
  add(why: string, name: string): void {
    this.names.set(why, [...(this.names.get(why) ?? []), name]);
  }

  sentences(): string[] {
    return [...this.names].map(([why, names]) => {
      const more = names.length > SHOWN ? ` and ${String(names.length - SHOWN)} more` : '';
      return `${why}: ${names.slice(0, SHOWN).join(', ')}${more}.`;
    });
  }
}

/** Limit: names in one sentence. */
const SHOWN = 10;

/** Without what is not known: a request says nothing of it. */
export function known(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && value !== ''),
  );
}
