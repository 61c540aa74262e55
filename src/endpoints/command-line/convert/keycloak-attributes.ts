import type { Leftovers } from './conversion.js';

const NAME = /^[a-z][a-z0-9_]{0,63}$/;

/** What people have besides, under names that can be declared here. */
export class Attributes {
  /** Whether somebody has several values of it. */
  private readonly several = new Map<string, boolean>();

  constructor(private readonly left: Leftovers) {}

  of(
    given: Readonly<Record<string, readonly string[] | undefined>>,
    username: string,
  ): object | undefined {
    const taken = Object.entries(given).flatMap(([theirs, values = []]) => {
      const name = theirs
        .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '_');
      const own = [...new Set(values.filter((value) => value !== ''))];
      if (own.length === 0) return [];
      if (!NAME.test(name)) {
        this.left.add(`The attribute ${theirs}, which cannot have such a name`, username);
        return [];
      }
      this.several.set(name, this.several.get(name) === true || own.length > 1);
      return [[name, own] as const];
    });
    return taken.length === 0 ? undefined : Object.fromEntries(taken);
  }

  /** What PATCH /admin/settings/attributes takes. */
  declarations(): object[] {
    if (this.several.size === 0) return [];
    const declared = [...this.several].map(([name, several]) => [
      name,
      { values: several ? 'several' : 'one' },
    ]);
    return [{ declared: Object.fromEntries(declared) as object }];
  }
}
